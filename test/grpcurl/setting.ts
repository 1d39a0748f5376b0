// Prepares what the cases need: servers, schemas in every form, large inputs.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { install } from "../cluster/install.ts";
import { call } from "../cluster/shell.ts";
import { freePort } from "../loopback.ts";
import type { Setting } from "./run-case.ts";
import { type RunningServers, startServers } from "./servers.ts";

const HERE = import.meta.dirname;

/** More than a server accepts in one message by default. */
const LARGE_BYTES = 5 * 1024 * 1024;

/**
 * Builds what is missing, starts the servers, and makes the files that cases name. Everything is written to `folder`, which
 * belongs to this process until the servers are stopped.
 */
export async function prepare(
	folder: string,
): Promise<Setting & RunningServers> {
	const bin = join(await install(console.error), "bin");
	const schema = join(folder, "schema.protoset");
	await call(
		resolve(HERE, "../../node_modules/.bin/buf"),
		["build", join(HERE, "proto"), "--output", `${schema}#format=binpb`],
		{ env: { ...process.env, HOME: folder } },
	);
	const servers = await startServers({ bin, schema, folder });
	const grpcurl = join(bin, "grpcurl");
	const variables = {
		SET: schema,
		PROTO: join(HERE, "proto"),
		INPUT: join(HERE, "cases/input"),
		INTEROP: join(folder, "interop.protoset"),
		INTEROPPROTO: join(folder, "interop"),
		LARGE: join(folder, "large.json"),
		LARGEPLAIN: join(folder, "large-plain.json"),
	};
	const body = Buffer.alloc(LARGE_BYTES).toString("base64");
	writeFileSync(variables.LARGE, JSON.stringify({ payload: { body } }));
	writeFileSync(variables.LARGEPLAIN, JSON.stringify({ bytes: body }));
	mkdirSync(variables.INTEROPPROTO);
	await call(grpcurl, [
		"-plaintext",
		`-protoset-out=${variables.INTEROP}`,
		`-proto-out-dir=${variables.INTEROPPROTO}`,
		servers.addresses.interop,
		"describe",
		"grpc.testing.TestService",
	]);
	const before = process.cwd();
	process.chdir(folder);
	return {
		...servers,
		stop: async () => {
			process.chdir(before);
			await servers.stop();
		},
		addresses: {
			...servers.addresses,
			nobody: `127.0.0.1:${await freePort()}`,
		},
		variables,
		grpcurl,
		folder,
	};
}
