import { expect, test } from "vitest";
import { refuseSplitCredential } from "../../../src/cli/split-header.ts";

test.each(["--header", "--rpc-header", "--reflect-header"])(
	"a credential that the shell has split from its %s is refused, unsaid",
	(flag) => {
		const split = ["svc/a", `${flag}=authorization:`, "Bearer"];
		expect(() => refuseSplitCredential(split)).toThrow(
			/^a header has a name and no value$/,
		);
	},
);

test.each([
	["no credential", ["--header=x-user:", "svc/a"]],
	["no header", ["--max-time=authorization:", "svc/a"]],
	["a value", ["--header=authorization: Bearer x", "svc/a"]],
	["a flag after it", ["--header=authorization:", "--plaintext"]],
	["nothing after it", ["svc/a", "--header=authorization:"]],
	["no words", []],
])("%s is no split credential", (_, words) => {
	expect(() => refuseSplitCredential(words)).not.toThrow();
});
