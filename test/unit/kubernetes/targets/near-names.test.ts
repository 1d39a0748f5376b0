import { expect, test } from "vitest";
import { nearNames } from "../../../../src/kubernetes/targets/near-names.ts";

test.each([
	["one edit in a short name, and no two", "pay", ["pax", "pxx"], ["pax"]],
	[
		"an edit for each three letters",
		"orders",
		["ordres", "ordxxx"],
		["ordres"],
	],
	["a name that contains the word", "user", ["user-service"], ["user-service"]],
	["a name that the word contains", "user-service", ["user"], ["user"]],
	["words of two letters are in too many names", "db", ["dbeaver"], []],
	["names of two letters are in too many words", "dbeaver", ["db"], []],
	[
		"the best first, then by name",
		"carts",
		["cxxts", "carls", "cards"],
		["cards", "carls"],
	],
	[
		"fewer edits come first",
		"payments",
		["paymxnxs", "payment", "xayment"],
		["payment", "paymxnxs", "xayment"],
	],
	[
		"no more than three, and each once",
		"a1",
		["a5", "a4", "a2", "a3", "a2"],
		["a2", "a3", "a4"],
	],
])("%s", (_what, wanted, names, near) => {
	expect(nearNames(wanted, names)).toEqual(near);
});
