// The plugin as people get it: the real krew installs what `npm run package` made, and the real kubectl runs it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packArchive } from "../../krew/archive/archive.ts";
import { renderManifest } from "../../krew/manifest/render.ts";
import { archiveName, isHost, PLATFORMS } from "../../krew/platforms.ts";
import { tag } from "../../krew/tag.ts";
import { openCluster, type TestCluster } from "../scenarios/harness/cluster.ts";
import { deployment } from "../scenarios/harness/manifests.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { programPath } from "./control.ts";
import { attempt, call } from "./shell.ts";

const PACKAGES = "dist/packages";
const LATER = "v99.0.0";

const folder = temporaryFolder(afterAll);
const krewRoot = join(folder, "krew");
const manifest = join(PACKAGES, "grpc.yaml");
let version: string;
let archive: string;
let cluster: TestCluster;
let index: Awaited<ReturnType<typeof makeIndex>>;

beforeAll(async () => {
	version = await tag();
	archive = join(PACKAGES, hostArchive(version));
	cluster = await openCluster();
	await cluster.create(deployment("user-service", { replicas: 2 }));
	await cluster.ready("user-service", 2);
	// Without any index krew would fetch its own, and there is no network.
	index = await makeIndex();
	await index.publish(readFileSync(manifest, "utf8"));
	await kubectl("krew", "index", "add", "local", `file://${index.path}`);
});

afterAll(() => cluster[Symbol.asyncDispose]());

function hostArchive(of: string): string {
	const platform = PLATFORMS.find(isHost);
	if (platform === undefined) throw new Error("no executable is made for here");
	return archiveName(platform, of);
}

function environment(): NodeJS.ProcessEnv {
	return {
		PATH: [join(krewRoot, "bin"), process.env["PATH"]].join(delimiter),
		HOME: folder,
		KUBECONFIG: cluster.kubeconfig,
		KREW_ROOT: krewRoot,
		KREW_NO_UPGRADE_CHECK: "1",
		GIT_CONFIG_GLOBAL: "/dev/null",
	};
}

function kubectl(...args: readonly string[]): Promise<string> {
	return call(programPath("kubectl"), args, { env: environment() });
}

/** Returns the names below krew's folder that belong to the plugin. */
function leftovers(): readonly string[] {
	return readdirSync(krewRoot, { recursive: true, encoding: "utf8" }).filter(
		(path) => /grpc/.test(path) && !path.startsWith("index/"),
	);
}

test("krew's own check accepts the manifest", async () => {
	await call(programPath("validate-krew-manifest"), [
		`-manifest=${manifest}`,
		"-skip-install",
	]);
});

test("installed from local files, it checks the health of a deployment, and leaves nothing behind", async () => {
	await kubectl(
		"krew",
		"install",
		`--manifest=${manifest}`,
		`--archive=${archive}`,
	);
	const namespace = ["-n", cluster.namespace];
	const health = await kubectl(
		"grpc",
		"health",
		"deploy/user-service",
		...namespace,
	);
	expect(health.match(/ SERVING /g)).toHaveLength(2);
	expect(health).toContain("healthy: 2 of 2 pods serving");

	const { failure, stderr } = await attempt(
		programPath("kubectl"),
		["grpc", "helth"],
		{ env: environment() },
	);
	expect(failure).toBe("exit 1");
	const help = await kubectl("grpc", "--help");
	for (const text of [help, stderr]) {
		expect(text).toContain("kubectl grpc");
		expect(text).not.toContain("kubectl-grpc");
	}

	await kubectl("krew", "uninstall", "grpc");
	expect(leftovers()).toEqual([]);
});

test("the executable is its own sandbox: it runs itself as the pods", async () => {
	await kubectl(
		"krew",
		"install",
		`--manifest=${manifest}`,
		`--archive=${archive}`,
	);
	const health = ["kubectl", "grpc", "health", "deploy/user-service"];
	expect(await kubectl("grpc", "sandbox", "--", ...health)).toContain(
		"healthy: 3 of 3 pods serving",
	);
	await kubectl("krew", "uninstall", "grpc");
});

test("krew refuses an archive that is cut short, and installs nothing", async () => {
	const cut = join(folder, "cut.tar.gz");
	writeFileSync(cut, readFileSync(archive).subarray(0, 1e6));
	const { failure, stderr } = await attempt(
		programPath("kubectl"),
		["krew", "install", `--manifest=${manifest}`, `--archive=${cut}`],
		{ env: environment() },
	);
	expect(failure).toBe("exit 1");
	expect(stderr).toContain("checksum does not match");
	expect(leftovers()).toEqual([]);
});

test("installed from an index, it is upgraded to a later version", async () => {
	packLater();
	await using archives = await serve(
		new Map([
			[hostArchive(version), archive],
			[hostArchive(LATER), join(folder, hostArchive(LATER))],
		]),
	);
	await index.publish(archives.manifest(version));
	await kubectl("krew", "update");
	await kubectl("krew", "install", "local/grpc");
	expect(await kubectl("grpc", "version", "--client")).toContain(version);

	await index.publish(archives.manifest(LATER));
	await kubectl("krew", "update");
	await kubectl("krew", "upgrade", "grpc");
	expect(await kubectl("grpc", "version", "--client")).toContain(LATER);

	await kubectl("krew", "uninstall", "grpc");
	expect(leftovers()).toEqual([]);
});

/**
 * Makes the archive of a later version. krew replaces files whatever is in them, so a script stands for the later executable,
 * which would take half a minute to pack.
 */
function packLater(): void {
	const name = hostArchive(LATER);
	const documents = ["LICENSE", "THIRD_PARTY_LICENSES"].map((document) => ({
		name: document,
		bytes: Buffer.from("none"),
		mode: 0o644,
	}));
	const script = Buffer.from(`#!/bin/sh\necho ${LATER}\n`);
	const executable = { name: "kubectl-grpc", bytes: script, mode: 0o755 };
	writeFileSync(
		join(folder, name),
		packArchive(name, [executable, ...documents]),
	);
}

/** Makes a git repository with one plugin, which krew calls an index. */
async function makeIndex() {
	const path = join(folder, "published");
	const git = (...args: readonly string[]) =>
		call("git", ["-C", path, ...args], { env: environment() });
	await call("git", ["init", "--quiet", path], { env: environment() });
	mkdirSync(join(path, "plugins"));
	return {
		path,
		publish: async (text: string) => {
			writeFileSync(join(path, "plugins", "grpc.yaml"), text);
			await git("add", ".");
			const author = ["-c", "user.name=test", "-c", "user.email=test@test"];
			await git(...author, "commit", "--quiet", "--message=publish");
		},
	};
}

/** Serves archives by name on loopback, and makes manifests with their URLs. */
async function serve(paths: ReadonlyMap<string, string>) {
	const server = createServer((request, response) => {
		const path = paths.get(request.url?.slice(1) ?? "");
		if (path === undefined) response.writeHead(404).end();
		else response.end(readFileSync(path));
	});
	await new Promise<void>((listening) =>
		server.listen(0, "127.0.0.1", listening),
	);
	const address = server.address();
	const port = typeof address === "object" ? address?.port : undefined;
	return {
		manifest: (of: string): string => {
			const name = hostArchive(of);
			const bytes = readFileSync(paths.get(name) ?? "");
			const template = readFileSync(".krew.yaml", "utf8");
			return renderManifest(template, of, new Map([[name, bytes]])).replace(
				/uri: .*/,
				`uri: http://127.0.0.1:${port}/${name}`,
			);
		},
		[Symbol.asyncDispose]: () =>
			new Promise<void>((closed) => server.close(() => closed())),
	};
}
