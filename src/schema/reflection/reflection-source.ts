import type { ReflectionSession } from "../../grpc/reflection.ts";
import { knownStore } from "../known/known-store.ts";
import { outerScope } from "../link/elements.ts";
import type { Schema, SchemaProblem, SchemaSource } from "../schema.ts";
import {
	type SchemaBuilder,
	sharedSchemaBuilder,
} from "../source/schema-builder.ts";
import { fullName, requireUsable } from "../source/schema-of-store.ts";
import { askTogether, firstOfPackages } from "./ask-together.ts";
import { missing, type NotFetched, reasonOf } from "./missing-symbol.ts";
import { describeOwnServices, type OwnDescriptions } from "./own-services.ts";
import {
	createReflectedFiles,
	type Fetched,
	type ReflectedFileStore,
} from "./reflected-files.ts";
import { reflectionError } from "./reflection-error.ts";

/** A server's schema as far as it has been read. */
type Reading = {
	/** The services that the server lists. */
	readonly services: () => Promise<readonly string[]>;
	/** The services that the server lists, or those of its files where it does not list any. */
	readonly offered: () => Promise<readonly string[]>;
	readonly files: ReflectedFileStore;
	readonly schemaOf: SchemaBuilder["schemaOf"];
};

/**
 * Returns a source that reads a server's schema by reflection. It fetches each file once in its life. The caller closes the
 * session.
 * @param ownDescriptions describes services in the server's place; without it the schema has only what the server sends
 */
export function reflectionSource(
	session: ReflectionSession,
	{ decode, schemaOf }: SchemaBuilder = sharedSchemaBuilder(),
	ownDescriptions?: OwnDescriptions,
): SchemaSource {
	const reflected = createReflectedFiles(session, decode);
	let listing: Promise<readonly string[]> | undefined;
	const services = () => {
		listing ??= list(session);
		return listing;
	};
	const offered = () => services().catch(() => reflected.store.services());
	const files =
		ownDescriptions === undefined
			? reflected
			: {
					...reflected,
					fetchSymbol: describeOwnServices(reflected, offered, ownDescriptions),
				};
	const reading: Reading = { services, offered, files, schemaOf };
	return {
		services,
		schemaOf: (symbol) => schemaOfSymbol(reading, symbol),
		everything: () => wholeSchema(reading),
	};
}

async function schemaOfSymbol(
	reading: Reading,
	symbol: string,
): Promise<Schema> {
	const { files, offered, schemaOf } = reading;
	const name = fullName(symbol);
	const fetched = await find(reading, name);
	if (fetched.kind !== "found") {
		const known = knownStore().find(name);
		if (known === undefined)
			throw await missing(name, fetched, reading.services, files);
		return schemaOf(files.store, {
			files: [known.name],
			services: await offered(),
		});
	}
	await files.complete([fetched.symbol]);
	const schema = await schemaOf(files.store, {
		files: [fetched.file],
		services: await offered(),
		problems: files.problems,
	});
	requireUsable(schema, fetched.file);
	return schema;
}

async function wholeSchema({
	services,
	files,
	schemaOf,
}: Reading): Promise<Schema> {
	const names = await services();
	const problems: SchemaProblem[] = [];
	const found = new Map<string, string>();
	const fetched = await fetchServices(names, files);
	for (const service of names) {
		const answer = fetched.get(service);
		if (answer === undefined) continue;
		if (answer.kind === "found") found.set(service, answer.file);
		else {
			const reason = reasonOf(answer);
			problems.push({ kind: "undescribed-service", service, reason });
		}
	}
	await files.complete([...found.keys()]);
	return schemaOf(files.store, {
		files: [...found.values()],
		services: names,
		problems: [...files.problems, ...problems],
	});
}

async function list(session: ReflectionSession): Promise<readonly string[]> {
	const answer = await session.listServices();
	if (answer.kind !== "listed")
		throw reflectionError("the server does not list its services", answer);
	return [...answer.services].sort();
}

async function fetchServices(
	services: readonly string[],
	{ fetchSymbol }: ReflectedFileStore,
): Promise<ReadonlyMap<string, Fetched>> {
	const [first, rest] = firstOfPackages(services);
	const fetchOne = async (service: string) =>
		[service, await fetchSymbol(service)] as const;
	return new Map([
		...(await askTogether(first, fetchOne)),
		...(await askTogether(rest, fetchOne)),
	]);
}

type FetchedFrom =
	| { readonly kind: "found"; readonly file: string; readonly symbol: string }
	| NotFetched;

/** Looks for a symbol by its name, and where that does not bring its file and nothing around it is known, behind every service. */
async function find(
	{ files, offered }: Reading,
	name: string,
): Promise<FetchedFrom> {
	const fetched = await fetchWithParents(name, files.fetchSymbol);
	if (fetched.kind === "found" || fetched.kind === "failed") return fetched;
	const parent = files.store.find(outerScope(name));
	if (parent !== undefined || knownStore().find(name) !== undefined)
		return fetched;
	return (await findBehindServices(name, await offered(), files)) ?? fetched;
}

/** Fetches a symbol, and where that fails the symbol around it: some servers do not find a method or a field by its name. */
async function fetchWithParents(
	symbol: string,
	fetch: (symbol: string) => Promise<Fetched>,
): Promise<FetchedFrom> {
	const first = await fetch(symbol);
	if (first.kind === "found") return { ...first, symbol };
	if (first.kind === "failed") return first;
	const parent = outerScope(symbol);
	if (parent === "") return first;
	await fetch(parent);
	const again = await fetch(symbol);
	return again.kind === "found" ? { ...again, symbol } : first;
}

/**
 * Looks for a symbol in the files of every service: grpc-java does not find an enum, an enum value or an extension by its name.
 */
async function findBehindServices(
	symbol: string,
	services: readonly string[],
	{ store, fetchSymbol, complete }: ReflectedFileStore,
): Promise<FetchedFrom | undefined> {
	for (const service of services) {
		if ((await fetchSymbol(service)).kind === "found")
			await complete([service]);
		const file = store.find(symbol)?.name;
		if (file !== undefined) return { kind: "found", file, symbol };
	}
	return undefined;
}
