import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CLUSTER_FLAGS } from "../../../src/cli/cluster-flags.ts";
import { defineFlags } from "../../../src/cli/flags.ts";
import { RECORDING_FLAGS } from "../../../src/cli/output-flags.ts";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { SCHEMA_FLAGS } from "../../../src/cli/schema-flags.ts";
import { VERBOSITY_FLAGS } from "../../../src/cli/verbosity.ts";
import { PluginError } from "../../../src/errors.ts";

const FLAGS = defineFlags({
	output: {
		kind: "string",
		short: "o",
		placeholder: "F",
		default: "table",
		group: "output",
		help: "",
	},
	header: {
		kind: "strings",
		short: "H",
		placeholder: "H",
		group: "transport",
		help: "",
	},
	data: {
		kind: "strings",
		short: "d",
		placeholder: "D",
		empty: "allowed",
		group: "command",
		help: "",
	},
	copy: {
		kind: "string",
		placeholder: "F",
		written: "beside-output",
		group: "output",
		help: "",
	},
	watch: { kind: "boolean", short: "w", group: "command", help: "" },
	"all-namespaces": { kind: "boolean", short: "A", group: "target", help: "" },
	wait: {
		kind: "duration",
		placeholder: "D",
		bare: "30s",
		group: "command",
		help: "",
	},
	every: {
		kind: "duration",
		placeholder: "D",
		minimum: "10ms",
		group: "command",
		help: "",
	},
	count: {
		kind: "integer",
		placeholder: "N",
		minimum: 1,
		default: 16,
		group: "command",
		help: "",
	},
	color: {
		kind: "string",
		placeholder: "W",
		choices: ["auto", "never"],
		group: "output",
		help: "",
	},
});

const parse = (...argv: string[]) => parseArguments(argv, FLAGS);

describe("parseArguments", () => {
	test.each([
		[["-o", "yaml"], "yaml"],
		[["-oyaml"], "yaml"],
		[["-o=yaml"], "yaml"],
		[["--o", "yaml"], "yaml"],
		[["--o=yaml"], "yaml"],
		[["--output", "yaml"], "yaml"],
		[["--output=yaml"], "yaml"],
		[["-Awoyaml"], "yaml"],
		[["-o", "json", "-o", "yaml"], "yaml"],
		[["--output=a=b"], "a=b"],
		[["-o", "-x"], "-x"],
		[[], "table"],
	])("%j gives output %s", (argv, expected) => {
		expect(parse(...argv).flags.output).toBe(expected);
	});

	test("keeps words in order, wherever flags stand between them", () => {
		const { words } = parse(
			"deploy/a",
			"--watch",
			"deploy/b",
			"-o",
			"json",
			"c",
		);
		expect(words).toEqual(["deploy/a", "deploy/b", "c"]);
	});

	test("a flag that can stand alone leaves the next word alone", () => {
		const { words, flags } = parse("--wait", "deploy/a");
		expect({ words, wait: flags.wait }).toEqual({
			words: ["deploy/a"],
			wait: 30_000,
		});
	});

	test("its value comes behind an equals sign", () => {
		expect(parse("--wait=5s").flags.wait).toBe(5_000);
	});

	test("repeated lists add up in order", () => {
		expect(parse("-H", "a: 1", "-Hb: 2", "--header=c: 3").flags.header).toEqual(
			["a: 1", "b: 2", "c: 3"],
		);
	});

	test("words that look like numbers stay text", () => {
		expect(parse("1e3", "007").words).toEqual(["1e3", "007"]);
	});

	test("what stands behind -- is words, and nobody's flag", () => {
		const afterDashes = ["-o", "json", "--", '--nope="x"', "1e3", ""];
		const parsed = parse("a", "--", ...afterDashes);
		expect(parsed.words).toEqual(["a", ...afterDashes]);
		expect(parsed.afterDashes).toEqual(afterDashes);
		expect(parsed.flags.output).toBe("table");
	});

	test("a boolean can be turned off", () => {
		expect(parse("--watch", "--watch=false").flags.watch).toBe(false);
	});

	test.each([
		[["--outptu", "x"], /unknown flag: --outptu/],
		[["-x"], /unknown flag: -x/],
		[["–o", "yaml"], /"–o" begins with another dash than -/],
		[["—output=yaml"], /^"—output" begins with another dash/],
		[["–Hauthorization: Bearer s3cret"], /^"–H" begins with another dash/],
		[["--no-watch"], /unknown flag: --no-watch/],
		[["--output.a=x"], /unknown flag: --output\.a/],
		[["--watch=maybe"], /neither true nor false/],
		[["-w=maybe"], /neither true nor false/],
		[["--copy", "-"], /--copy: standard output has the answer/],
		[["--copy=-"], /--copy: standard output has the answer/],
		[["-o"], /--output needs a value/],
		[["--output="], /--output needs a value/],
		[["--count=0"], /not a whole number of 1 or more/],
		[["--count=two"], /not a whole number/],
		[["--wait=10"], /not a duration/],
		[["--every=0"], /--every: 0 is less than 10ms/],
		[["--every=9ms"], /--every: 9ms is less than 10ms/],
		[["--color=pink"], /--color: unknown value "pink"/],
	])("%j is a usage error", (argv, message) => {
		expect(() => parse(...argv)).toThrow(message);
	});

	test("the least value is allowed", () => {
		expect(parse("--count=1", "--every=10ms").flags).toMatchObject({
			count: 1,
			every: 10,
		});
	});

	test("a long flag may have one dash, also where a short one begins it", () => {
		expect(
			parse("-wait=5s", "-output", "json", "-header=a: 1", "-watch").flags,
		).toMatchObject({
			wait: 5_000,
			output: "json",
			header: ["a: 1"],
			watch: true,
		});
	});

	test.each([
		[["--color=nevr"], ["did you mean --color=never?", "one of: auto, never"]],
		[["--color=pink"], ["one of: auto, never"]],
		[["-o"], ["--output=F"]],
		[["--output="], ["--output=F"]],
		[["--count=0"], ["without --count it is 16"]],
		[["-x"], []],
		[["–o", "yaml"], ["type -o"]],
		[["–-watch"], ["type --watch"]],
		[["—output=yaml"], ["type --output"]],
		[["--x"], []],
	])("%j is told what there is: %j", (argv, hint) => {
		expect(() => parse(...argv)).toThrow(expect.objectContaining({ hint }));
	});

	test("a mistyped flag is told the near one", () => {
		expect(() => parse("--wacth")).toThrow(
			expect.objectContaining({ hint: ["did you mean --watch?"] }),
		);
	});

	const text = fc.string({ unit: "grapheme" });
	const word = fc.oneof(
		text,
		fc
			.tuple(
				fc.constantFrom("", "-", "--"),
				fc.constantFrom(...Object.keys(FLAGS), "o", "H", "d", "w", "A", "no"),
				fc.constantFrom("", "=", ".", " "),
				text,
			)
			.map((parts) => parts.join("")),
	);

	test("any words at all parse or are a usage error", () => {
		fc.assert(
			fc.property(fc.array(word), (argv) => {
				try {
					parse(...argv);
				} catch (error) {
					expect(error).toBeInstanceOf(PluginError);
				}
			}),
		);
	});

	test.each([
		["--v", 1],
		["--vv", 2],
		["-vv", 2],
		["--v=6", 6],
	])("a level may have two dashes: %s", (word, level) => {
		expect(parseArguments([word], VERBOSITY_FLAGS).flags.v).toBe(level);
	});
});

describe("a value is what the shell has given", () => {
	test.each(['"a"', "'a'", '"a" "b"', "''", '""', '"', '"a', "a'", '"\n"'])(
		"%j",
		(text) => {
			expect(parse("-d", text).flags.data).toEqual([text]);
			expect(parse(`--data=${text}`).flags.data).toEqual([text]);
		},
	);

	test('an empty one of kubectl\'s own flags is none, as with kubectl: scripts give it as "$CONTEXT"', () => {
		const empty = [
			"--context=a",
			"--context",
			"",
			"-n",
			"",
			"--request-timeout=",
		];
		expect(parseArguments(empty, CLUSTER_FLAGS).flags).toEqual(
			parseArguments([], CLUSTER_FLAGS).flags,
		);
		expect(() => parseArguments(["--context"], CLUSTER_FLAGS)).toThrow(
			"--context needs a value",
		);
	});

	test("an empty one only where it is meant", () => {
		expect(parse("-d", "", "--data=").flags.data).toEqual(["", ""]);
		expect(() => parse("-H", "")).toThrow("--header needs a value");
	});
});

test.each(["record", "protoset-out", "proto-out-dir"])(
	"--%s takes no - for standard output, and a file of that name",
	(name) => {
		const flags = { ...RECORDING_FLAGS, ...SCHEMA_FLAGS };
		expect(() => parseArguments([`--${name}`, "-"], flags)).toThrow(
			`--${name}: standard output has the answer, and - is no name`,
		);
		expect(parseArguments([`--${name}`, "./-"], flags).flags).toMatchObject({
			[name]: "./-",
		});
	},
);
