// The first script of an executable. It reads another script from the executable, with V8's compiled code of it if there is one.
const { getAssetKeys, getRawAsset } = require("node:sea");
const { pathToFileURL } = require("node:url");
const { Script } = require("node:vm");

const url = pathToFileURL(process.execPath).href;

/** Whether the front answers a command line. The front hands other command lines over to the whole, but that takes longer than starting with the whole. */
function isOfTheFront(args) {
	const [command, ...rest] = args;
	if (command === undefined) return true;
	if (["completion", "explain", "help", "options"].includes(command))
		return true;
	if (command === "version") return rest.length === 1 && rest[0] === "--client";
	const dashes = args.indexOf("--");
	const own = dashes < 0 ? args : args.slice(0, dashes);
	return own.includes("--help") || own.includes("-h");
}

function start(name) {
	const source = Buffer.from(getRawAsset(name)).latin1Slice();
	const cachedData = getAssetKeys().includes(`${name}-code`)
		? Buffer.from(getRawAsset(`${name}-code`))
		: undefined;
	const script = new Script(source, {
		filename: "kubectl-grpc.js",
		cachedData,
	});
	return script.runInThisContext()(require, {
		url,
		startWhole: () => start("whole"),
	});
}

start(isOfTheFront(process.argv.slice(2)) ? "front" : "whole");
