import { file_grpc_health_v1_health } from "../../grpc-services/gen/grpc/health/v1/health_pb.ts";
import { file_grpc_reflection_v1_reflection } from "../../grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { file_grpc_reflection_v1alpha_reflection } from "../../grpc-services/gen/grpc/reflection/v1alpha/reflection_pb.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { rawFileOf } from "../link/raw-file.ts";
import type { Fetched, ReflectedFileStore } from "./reflected-files.ts";

/** Collects the services that this program describes for a server that lists them but does not describe them. */
export type OwnDescriptions = {
	/** Adds a service that this program describes. */
	readonly add: (service: string) => void;
	/** Returns the services so far. */
	readonly services: () => readonly string[];
};

/** Returns the services described so far, none yet; `tell` takes one line about each service. */
export function createOwnDescriptions(
	tell: (line: string) => void,
): OwnDescriptions {
	const services = new Set<string>();
	return {
		add(service) {
			if (services.has(service)) return;
			services.add(service);
			tell(
				`${service} is described as gRPC declares it: the server lists it and does not describe it`,
			);
		},
		services: () => [...services],
	};
}

/**
 * Returns a function that fetches a symbol's file. For a gRPC service that the server lists and does not describe, it uses this
 * program's own file: gRPC's core serves health without descriptors (default_health_check_service.cc).
 * @param offered returns the services that the server lists
 */
export function describeOwnServices(
	{ store, fetchSymbol }: ReflectedFileStore,
	offered: () => Promise<readonly string[]>,
	{ add }: OwnDescriptions,
): (symbol: string) => Promise<Fetched> {
	return async (symbol) => {
		const fetched = await fetchSymbol(symbol);
		if (fetched.kind === "found" || fetched.kind === "failed") return fetched;
		const own = ownServices();
		const file = own.find(symbol);
		if (file === undefined) return fetched;
		const services = await offered();
		const listed = services.find((name) => own.find(name) === file);
		if (listed === undefined) return fetched;
		// grpc-java describes a service and does not find its enums: where the service is described, the server's own file counts.
		const described = listed === symbol ? fetched : await fetchSymbol(listed);
		if (described.kind === "failed") return described;
		if (described.kind === "found") {
			const theirs = store.find(symbol)?.name;
			return theirs === undefined ? fetched : { kind: "found", file: theirs };
		}
		store.add(file);
		add(listed);
		return { kind: "found", file: file.name };
	};
}

let store: FileStore | undefined;

function ownServices(): FileStore {
	store ??= createFileStore(
		[
			file_grpc_health_v1_health,
			file_grpc_reflection_v1_reflection,
			file_grpc_reflection_v1alpha_reflection,
		].map(({ proto }) => rawFileOf(proto)),
	);
	return store;
}
