// What an executable runs first: it takes the bundle and, where there is one, V8's compiled code out of itself.
const { getAssetKeys, getRawAsset } = require("node:sea");
const { pathToFileURL } = require("node:url");
const { Script } = require("node:vm");

const source = Buffer.from(getRawAsset("bundle")).latin1Slice();
const cachedData = getAssetKeys().includes("code-cache")
	? Buffer.from(getRawAsset("code-cache"))
	: undefined;
const script = new Script(source, { filename: "kubectl-grpc.js", cachedData });
script.runInThisContext()(require, {
	url: pathToFileURL(process.execPath).href,
});
