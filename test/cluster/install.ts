// Installs what the cluster needs and a fresh machine lacks: Debian packages, and programs built from Go modules.
import { createHash } from "node:crypto";
import {
	existsSync,
	globSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { CNI_PLUGINS_FOLDER } from "./configuration.ts";
import { buildImages } from "./images.ts";
import { call } from "./shell.ts";
import { cacheFolder } from "./state.ts";

/** Reports what is being done, one line at a time. */
export type Report = (line: string) => void;

/** The Debian package of each file or program. */
export type Packages = Readonly<Record<string, string>>;

const PACKAGES: Packages = {
	containerd: "containerd",
	runc: "runc",
	[join(CNI_PLUGINS_FOLDER, "bridge")]: "containernetworking-plugins",
	ip: "iproute2",
	iptables: "iptables",
};

type GoProgram = {
	readonly name: string;
	/** The module's folder, relative to this folder. */
	readonly module: string;
	readonly package: string;
	/** Variables that the linker sets, so that the program knows its version. */
	readonly variables?: Readonly<Record<string, string>>;
	/** More names for the same program. */
	readonly aliases?: readonly string[];
};

/** The version of Kubernetes in go/go.mod. */
export const KUBERNETES = "v1.37.2";

const KUBERNETES_VERSION = {
	"k8s.io/component-base/version.gitVersion": KUBERNETES,
	"k8s.io/component-base/version.gitMajor": "1",
	"k8s.io/component-base/version.gitMinor": "37",
};

const PROGRAMS: readonly GoProgram[] = [
	{
		name: "kube",
		module: "go",
		package: "./cmd/kube",
		variables: KUBERNETES_VERSION,
		aliases: [
			"etcd",
			"kube-apiserver",
			"kube-controller-manager",
			"kube-proxy",
			"kube-scheduler",
			"kubelet",
		],
	},
	{
		// kubectl is not part of `kube`: with every component's packages it would take twice as long to start as the kubectl that
		// people have.
		name: "kubectl",
		module: "go",
		package: "./cmd/kubectl",
		variables: KUBERNETES_VERSION,
	},
	{ name: "user-service", module: "go", package: "./cmd/user-service" },
	{ name: "pause", module: "go", package: "./cmd/pause" },
	{
		name: "grpcurl",
		module: "tools",
		package: "github.com/fullstorydev/grpcurl/cmd/grpcurl",
		variables: { "main.version": "v1.9.4" },
	},
	{
		name: "krew",
		module: "tools",
		package: "sigs.k8s.io/krew/cmd/krew",
		variables: { "sigs.k8s.io/krew/internal/version.gitTag": "v0.4.4" },
		aliases: ["kubectl-krew"],
	},
	{
		name: "validate-krew-manifest",
		module: "tools",
		package: "sigs.k8s.io/krew/cmd/validate-krew-manifest",
	},
	{
		name: "actionlint",
		module: "tools/actionlint",
		package: "github.com/rhysd/actionlint/cmd/actionlint",
	},
	{
		name: "interop-server",
		module: "tools",
		package: "./cmd/interop-server",
	},
	{
		name: "grpcurl-testserver",
		module: "tools",
		package: "github.com/fullstorydev/grpcurl/internal/testing/cmd/testserver",
	},
	{
		name: "grpcurl-bankdemo",
		module: "tools",
		package: "github.com/fullstorydev/grpcurl/internal/testing/cmd/bankdemo",
	},
	{
		name: "grpcui-testsvr",
		module: "tools",
		package: "github.com/fullstorydev/grpcui/testing/cmd/testsvr",
	},
	{
		name: "ghz",
		module: "tools/ghz",
		package: "github.com/bojand/ghz/cmd/ghz",
		variables: { "main.version": "v0.93.0" },
	},
];

/** Installs and builds what is missing. Returns the toolchain's folder, with `bin` and `images` in it. */
export async function install(
	report: Report,
	signal?: AbortSignal,
): Promise<string> {
	checkMachine();
	await installPackages(PACKAGES, report);
	const toolchain = join(cacheFolder(), "cluster", sourcesHash());
	if (!existsSync(toolchain)) await buildToolchain(toolchain, report, signal);
	return toolchain;
}

function checkMachine(): void {
	if (process.platform !== "linux")
		throw new Error(
			"the test cluster needs Linux; `npm test` needs no cluster",
		);
	if (process.getuid?.() !== 0)
		throw new Error(
			"the test cluster needs root, for namespaces and containers",
		);
}

/** Installs the packages of missing files and programs. Throws the output of `apt-get` when it fails. */
export async function installPackages(
	wanted: Packages,
	report: Report,
): Promise<void> {
	const missing = Object.keys(wanted).filter((file) => !isInstalled(file));
	const packages = missing.map((file) => wanted[file] ?? "");
	if (packages.length === 0) return;
	report(`installing ${packages.join(", ")}`);
	// It gets no signal to abort: that would leave the machine's packages half installed.
	const options = {
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
	};
	const patience = ["-o", "DPkg::Lock::Timeout=300"];
	await call("apt-get", ["update", "-qq"], options);
	await withoutServices(() =>
		call(
			"apt-get",
			["install", "-qq", "--no-install-recommends", ...patience, ...packages],
			options,
		),
	);
}

function isInstalled(file: string): boolean {
	const folders =
		`${process.env["PATH"] ?? ""}${delimiter}/usr/sbin${delimiter}/sbin`.split(
			delimiter,
		);
	return file.startsWith("/")
		? existsSync(file)
		: folders.some((folder) => existsSync(join(folder, file)));
}

/**
 * Runs an action during which packages start no services. Debian starts them unless this policy file forbids it, and
 * containerd's own service must not run.
 */
async function withoutServices(action: () => Promise<unknown>): Promise<void> {
	const policy = "/usr/sbin/policy-rc.d";
	if (existsSync(policy)) return void (await action());
	writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
	try {
		await action();
	} finally {
		rmSync(policy);
	}
}

/** Builds in a folder beside the final one and then renames it, so that a toolchain that exists is complete. */
async function buildToolchain(
	toolchain: string,
	report: Report,
	signal?: AbortSignal,
): Promise<void> {
	if (!isInstalled("go")) {
		throw new Error(
			"the test cluster is built from sources: Go 1.26 is not on the PATH",
		);
	}
	const partial = `${toolchain}.${process.pid}`;
	mkdirSync(join(partial, "bin"), { recursive: true });
	mkdirSync(join(partial, "images"));
	try {
		for (const program of PROGRAMS) {
			report(`building ${program.name}`);
			await buildProgram(program, join(partial, "bin"), signal);
		}
		await buildImages(join(partial, "bin"), join(partial, "images"));
		if (!existsSync(toolchain)) renameSync(partial, toolchain);
	} finally {
		rmSync(partial, { recursive: true, force: true });
	}
}

async function buildProgram(
	program: GoProgram,
	folder: string,
	signal?: AbortSignal,
): Promise<void> {
	const variables = Object.entries(program.variables ?? {}).map(
		([name, value]) => `-X ${name}=${value}`,
	);
	const flags = [
		"-trimpath",
		"-buildvcs=false",
		"-ldflags",
		["-s -w", ...variables].join(" "),
	];
	await call(
		"go",
		["build", ...flags, "-o", join(folder, program.name), program.package],
		{
			cwd: join(import.meta.dirname, program.module),
			env: { ...process.env, CGO_ENABLED: "0" },
			signal,
		},
	);
	for (const alias of program.aliases ?? [])
		symlinkSync(program.name, join(folder, alias));
}

/** Returns a hash of everything that the toolchain is made from, which names its folder. */
function sourcesHash(): string {
	const hash = createHash("sha256").update(JSON.stringify(PROGRAMS));
	const sources = globSync(
		["{go,tools}/**/*.go", "{go,tools}/**/go.{mod,sum}", "images.ts"],
		{ cwd: import.meta.dirname },
	);
	for (const file of sources.toSorted()) {
		hash
			.update(`\0${file}\0`)
			.update(readFileSync(join(import.meta.dirname, file)));
	}
	return hash.digest("hex").slice(0, 16);
}
