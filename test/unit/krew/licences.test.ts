import { expect, test } from "vitest";
import { packageFolders, thirdPartyLicences } from "../../../krew/licences.ts";

test("the packages of bundled files are each named once, nested and scoped ones by their own folder", () => {
	expect(
		packageFolders([
			"/x/src/main.ts",
			"builtin:fs",
			"/x/node_modules/ws/lib/a.js",
			"/x/node_modules/ws/lib/b.js",
			"/x/node_modules/@grpc/grpc-js/a.js",
			"/x/node_modules/ink/node_modules/string-width/a.js",
		]),
	).toEqual([
		"/x/node_modules/@grpc/grpc-js",
		"/x/node_modules/ink/node_modules/string-width",
		"/x/node_modules/ws",
	]);
});

test("the packages of bundled files are found in paths of Windows, too", () => {
	expect(
		packageFolders([
			"D:\\x\\node_modules\\ws\\lib\\a.js",
			"D:\\x\\node_modules\\@grpc\\grpc-js\\a.js",
		]),
	).toEqual(["D:\\x\\node_modules\\@grpc\\grpc-js", "D:\\x\\node_modules\\ws"]);
});

test("the text names package, version and licence, and gives the licence's words; Node.js's come last", async () => {
	const text = await thirdPartyLicences(
		["node_modules/ws/index.js"],
		"The words of Node.js",
	);
	expect(text).toMatch(
		/\nws \d+\.\d+\.\d+ \(MIT\)\n\nCopyright .*Permission is hereby granted/s,
	);
	expect(text).toMatch(/Node\.js\n\nThe words of Node\.js$/);
});
