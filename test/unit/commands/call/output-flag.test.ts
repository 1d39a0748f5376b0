import { expect, test } from "vitest";
import { parseArguments } from "../../../../src/cli/parse-arguments.ts";
import { CALL_FLAGS } from "../../../../src/commands/call/command.ts";
import { withOutputFile } from "../../../../src/commands/call/output-flag.ts";

const outputs = (...argv: string[]) => {
	const { output, "output-file": file } = withOutputFile(
		parseArguments(argv, CALL_FLAGS),
	).flags;
	return { output, file };
};

test.each(["out.json", "./json", "/tmp/answers", "answers/42", "C:\\out"])(
	"--output %s names a file",
	(file) => {
		expect(outputs(`--output=${file}`)).toEqual({ output: "table", file });
	},
);

test.each([
	"json",
	"yaml",
	"jsom",
	"jsonpath={.status.code}",
	"{.status}",
	"$.status",
])("--output %s is a format, or the attempt at one", (output) => {
	expect(outputs("-o", output)).toEqual({ output, file: undefined });
});

test("a file for --output and one for --output-file are one too many", () => {
	expect(() => outputs("-o", "a.json", "--output-file", "b.json")).toThrow(
		"--output and --output-file both name a file",
	);
});
