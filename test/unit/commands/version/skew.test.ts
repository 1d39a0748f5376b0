import { expect, test } from "vitest";
import { serverVersionOf } from "../../../../src/commands/version/server.ts";
import { skewOf, skewWarning } from "../../../../src/commands/version/skew.ts";
import { fieldOf } from "../../../../src/kubernetes/field.ts";

const server = (major: string, minor: string) => ({
	major,
	minor,
	gitVersion: `v${major}.${minor}.0`,
});

test.each([
	["1", "23", "older", /v1\.23\.0 is older .* 1\.24 and later/],
	["0", "99", "older", /older/],
	["1", "24", "supported", undefined],
	["1", "31+", "supported", undefined],
	["1", "37", "supported", undefined],
	["1", "38", "newer", /v1\.38\.0 is newer .* up to 1\.37/],
	["2", "0", "newer", /newer/],
	["", "", "unknown", undefined],
])("a server of %s.%s is %s", (major, minor, state, warning) => {
	const version = server(major, minor);
	const skew = skewOf(version);
	expect(skew.state).toBe(state);
	const said = skewWarning(version, skew);
	if (warning === undefined) expect(said).toBeUndefined();
	else expect(said).toMatch(warning);
});

test("of the server's answer the known fields are kept", () => {
	const answer = {
		...server("1", "37"),
		gitCommit: "abc",
		goVersion: "go1.24",
		platform: "linux/amd64",
	};
	expect(serverVersionOf(fieldOf(answer))).toEqual({
		...server("1", "37"),
		gitCommit: "abc",
		platform: "linux/amd64",
	});
});

test.each([
	[{}, /no version/],
	[{ gitVersion: "" }, /no version/],
	[{ gitVersion: 7 }, /gitVersion must be a text, not a number/],
])("%j has no version", (answer, says) => {
	expect(() => serverVersionOf(fieldOf(answer))).toThrow(says);
});
