// A command line must not wait for code that it does not use. These tests check which packages it evaluates, as V8 saw it.
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	onTestFinished,
	test,
} from "vitest";
import { COMMANDS } from "../../src/cli/table.ts";
import { openCluster, type TestCluster } from "../scenarios/harness/cluster.ts";
import { deployment } from "../scenarios/harness/manifests.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { bundleWithNames, evaluatedBy, packagesOf } from "./evaluated.ts";

const folder = temporaryFolder(afterAll);
let bundle: string;
let cluster: TestCluster;

beforeAll(async () => {
	bundle = await bundleWithNames(folder);
	cluster = await openCluster();
	await cluster.create(deployment("server"));
	await cluster.ready("server");
});

afterAll(() => cluster[Symbol.asyncDispose]());

const evaluated = (line: string, env: Readonly<Record<string, string>> = {}) =>
	evaluatedBy(
		bundle,
		line.split(" ").filter((word) => word !== ""),
		env,
		temporaryFolder(onTestFinished),
	);

/** The packages that parse a line's flags and suggest the right name for a misspelt one. */
const PARSING = ["fastest-levenshtein", "yargs-parser"];

/** Node's modules that open connections. Together they cost more than all else that a page of help needs. */
const NETWORK =
	/^builtin:(http|https|http2|net|tls|dns|zlib|crypto)(\?named)?$/;

describe("what needs no cluster", () => {
	test.each([
		["", []],
		["--help", []],
		["help health", PARSING],
		["health --help", []],
		["options", []],
		["__complete", []],
		["__complete he", []],
		["__complete health -", []],
		["__complete health -o js", []],
		["__complete health dep", []],
		["__complete explain KG", []],
		["__complete sandbox --scenario m", []],
		["version --client", PARSING],
		["completion bash", PARSING],
		["completion zsh", PARSING],
		["sandbox --scenario list", PARSING],
	])("%j evaluates %j", async (line, packages) => {
		const modules = await evaluated(line);
		expect(modules).toContain("src/cli/run.ts");
		expect(packagesOf(modules)).toEqual(packages);
		expect(modules.filter((name) => NETWORK.test(name))).toEqual([]);
	});

	test.each(COMMANDS.map(({ name }) => name))(
		"help about %s evaluates no package",
		async (name) => {
			expect(packagesOf(await evaluated(`${name} --help`))).toEqual([]);
		},
	);

	test("a finding is explained without the large packages", async () => {
		expect(largeAmong(await evaluated("explain KG102"))).toEqual([]);
	});
});

/** Large packages. A subcommand must evaluate only those that it uses. */
const LARGE = [
	"@bufbuild/protobuf",
	"@grpc/grpc-js",
	"@grpc/proto-loader",
	"@grpc/reflection",
	"@kubernetes/client-node",
	"grpc-health-check",
	"ink",
	"protobufjs",
	"react",
	"ws",
	"yaml",
	"yoga-layout",
];

function largeAmong(modules: readonly string[]): readonly string[] {
	return packagesOf(modules).filter((name) => LARGE.includes(name));
}

async function largeOf(line: string): Promise<readonly string[]> {
	const chosen = `--kubeconfig ${cluster.kubeconfig} -n ${cluster.namespace}`;
	return largeAmong(await evaluated(`${line} ${chosen}`));
}

describe("what asks a cluster", () => {
	test.each([
		["version", ["yaml"]],
		[
			"health deploy/server --all-services",
			["@bufbuild/protobuf", "@grpc/grpc-js", "ws", "yaml"],
		],
		["health deploy/server", ["@grpc/grpc-js", "ws", "yaml"]],
		["health deploy/server -o json", ["@grpc/grpc-js", "ws", "yaml"]],
		["health deploy/server --wait", ["@grpc/grpc-js", "ws", "yaml"]],
		[
			"call deploy/server ListUsers",
			["@bufbuild/protobuf", "@grpc/grpc-js", "ws", "yaml"],
		],
	])("%s evaluates of the large packages %j", async (line, packages) => {
		expect(await largeOf(line)).toEqual(packages);
	});

	test("an address evaluates no package for a cluster", async () => {
		expect(largeAmong(await evaluated("health 127.0.0.1:1"))).toEqual([
			"@grpc/grpc-js",
		]);
	});

	test("a table of plain text is printed without the list of all emoji", async () => {
		const run = await evaluated("health 127.0.0.1:1");
		expect(run).toContain("escapeTerminal");
		expect(run).not.toContain("readPatterns");
	});
});
