import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { renderManifest, sha256 } from "../../../krew/manifest/render.ts";
import { manifestProblems } from "../../../krew/manifest/rules.ts";
import { archiveName, PLATFORMS } from "../../../krew/platforms.ts";
import { PLUGIN_NAME } from "../../../src/plugin-name.ts";

const TEMPLATE = readFileSync(".krew.yaml", "utf8");
const FILE = `${PLUGIN_NAME}.yaml`;
const ARCHIVES = new Map(
	PLATFORMS.map((platform) => {
		const name = archiveName(platform, "v1.2.3");
		return [name, Buffer.from(`the bytes of ${name}`)];
	}),
);
const GOOD = renderManifest(TEMPLATE, "v1.2.3", ARCHIVES);

test("the template gives a manifest that krew takes, with every platform and its digest", () => {
	expect(manifestProblems(parse(GOOD), FILE)).toEqual([]);
	expect(GOOD).not.toContain("{{");
	expect(parse(GOOD).spec.version).toBe("v1.2.3");
	expect(
		parse(GOOD).spec.platforms.map(({ sha256 }: { sha256: string }) => sha256),
	).toEqual([...ARCHIVES.values()].map(sha256));
});

test("platforms without an archive are left out, archives without a platform are an error", () => {
	const [first] = ARCHIVES;
	const manifest = parse(
		renderManifest(TEMPLATE, "v1.2.3", new Map(first ? [first] : [])),
	);
	expect(manifest.spec.platforms).toMatchObject([
		{ selector: { matchLabels: { os: "linux", arch: "amd64" } } },
	]);
	expect(() =>
		renderManifest(TEMPLATE, "v1.2.3", new Map([["x.zip", Buffer.of()]])),
	).toThrow(".krew.yaml has no platform for x.zip");
});

test("the manifest, its file and the executables carry the plugin's one name", () => {
	const manifest = parse(GOOD);
	expect(manifest.metadata.name).toBe(PLUGIN_NAME);
	for (const { bin, uri } of manifest.spec.platforms) {
		expect(bin).toMatch(new RegExp(`^kubectl-${PLUGIN_NAME}(\\.exe)?$`));
		expect(uri).toContain(`/v1.2.3/kubectl-${PLUGIN_NAME}_v1.2.3_`);
	}
});

const PLATFORM = ["spec", "platforms", 0];
const SELECTOR = [...PLATFORM, "selector"];

/** Each row breaks one rule. Without a value the field is removed. */
const BROKEN: readonly (readonly [
	problem: string,
	field: (string | number)[],
	value?: unknown,
])[] = [
	["apiVersion must be", ["apiVersion"], "v1"],
	["kind must be Plugin", ["kind"], "Index"],
	["metadata.name must be the file's name", ["metadata", "name"], "rpc"],
	["must be a semantic version with a v", ["spec", "version"]],
	["must be a semantic version with a v", ["spec", "version"], "1.2.3"],
	["must be a semantic version with a v", ["spec", "version"], "v1.2"],
	["must be a semantic version with a v", ["spec", "version"], "v1.02.3"],
	["shortDescription is missing", ["spec", "shortDescription"]],
	["must be one line", ["spec", "shortDescription"], "two\nlines"],
	["over 50 characters", ["spec", "shortDescription"], "x".repeat(51)],
	["description is missing", ["spec", "description"]],
	["wrapped at 80", ["spec", "description"], "x".repeat(81)],
	["must not list commands", ["spec", "description"], "Try\n  kubectl x"],
	["homepage must be", ["spec", "homepage"]],
	["a spec has no field caveat", ["spec", "caveat"], "misspelt"],
	["names no platform", ["spec", "platforms"], []],
	["names no platform", ["spec", "platforms"]],
	["uri must be an https address", [...PLATFORM, "uri"], "file:///x.zip"],
	["uri must end in", [...PLATFORM, "uri"], "https://example.org/x.tar.xz"],
	["sha256 must be", [...PLATFORM, "sha256"]],
	["sha256 must be", [...PLATFORM, "sha256"], "A".repeat(64)],
	["bin is missing", [...PLATFORM, "bin"]],
	["a platform has no field binary", [...PLATFORM, "binary"], "x"],
	["files must be left out", [...PLATFORM, "files"], []],
	["needs from and to", [...PLATFORM, "files"], [{ from: "*" }]],
	["selector is missing", SELECTOR],
	["selector is missing", SELECTOR, { matchLabels: {} }],
	["empty matchExpressions", [...SELECTOR, "matchExpressions"], []],
	["os and arch, not libc", SELECTOR, { matchLabels: { libc: "musl" } }],
	["no operator Is", SELECTOR, expression("Is", [])],
	["matches no platform", SELECTOR, { matchLabels: { os: "plan9" } }],
	["[1] both select linux/arm64", SELECTOR, expression("In", ["linux"])],
	["bin must end in .exe", SELECTOR, { matchLabels: { os: "windows" } }],
];

function expression(operator: string, values: readonly string[]) {
	return { matchExpressions: [{ key: "os", operator, values }] };
}

test.each(BROKEN.map(([problem, field, value]) => ({ problem, field, value })))(
	"krew would refuse it: $problem ($field)",
	({ problem, field, value }) => {
		const manifest = parseDocument(GOOD);
		if (value === undefined) manifest.deleteIn(field);
		else manifest.setIn(field, manifest.createNode(value));
		expect(manifestProblems(manifest.toJS(), FILE).join("\n")).toContain(
			problem,
		);
	},
);

test.each([
	["grpc.yml", "must have the extension .yaml"],
	["gr pc.yaml", '"gr pc" is not allowed'],
	["NUL.yaml", '"NUL" is not allowed'],
])("a manifest cannot be called %s", (file, problem) => {
	expect(manifestProblems(parse(GOOD), file).join("\n")).toContain(problem);
});

test.each([undefined, null, "text", [], { spec: 1 }])(
	"%j is no manifest, and no crash",
	(value) => {
		expect(manifestProblems(value, FILE)).not.toEqual([]);
	},
);
