import { PluginError } from "../../errors.ts";
import type { ReflectionSession } from "../../grpc/reflection.ts";
import { knownStore } from "../known/known-store.ts";
import { outerScope } from "../link/elements.ts";
import type { SchemaProblem, SchemaSource } from "../schema.ts";
import {
	type SchemaBuilder,
	sharedSchemaBuilder,
} from "../source/schema-builder.ts";
import {
	fullName,
	requireUsable,
	unknownSymbol,
} from "../source/schema-of-store.ts";
import { askTogether, firstOfPackages } from "./ask-together.ts";
import { describeOwnServices, type OwnDescriptions } from "./own-services.ts";
import {
	createReflectedFiles,
	type Fetched,
	type ReflectedFileStore,
} from "./reflected-files.ts";
import { GIVE_FILES, reflectionError } from "./reflection-error.ts";

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
	const { store } = reflected;
	let listing: Promise<readonly string[]> | undefined;
	const services = () => {
		listing ??= list(session);
		return listing;
	};
	/** The services that the server lists, or those of its files where it does not list any. */
	const offered = () => services().catch(() => store.services());
	const files =
		ownDescriptions === undefined
			? reflected
			: {
					...reflected,
					fetchSymbol: describeOwnServices(reflected, offered, ownDescriptions),
				};
	const find = async (name: string): Promise<FetchedFrom> => {
		const fetched = await fetchWithParents(name, files.fetchSymbol);
		if (fetched.kind === "found" || fetched.kind === "failed") return fetched;
		const parent = store.find(outerScope(name));
		if (parent !== undefined || knownStore().find(name) !== undefined)
			return fetched;
		return (await findBehindServices(name, await offered(), files)) ?? fetched;
	};

	return {
		services,
		async schemaOf(symbol) {
			const name = fullName(symbol);
			const fetched = await find(name);
			if (fetched.kind !== "found") {
				const known = knownStore().find(name);
				if (known === undefined)
					throw await missing(name, fetched, services, files);
				return await schemaOf(store, {
					files: [known.name],
					services: await offered(),
				});
			}
			await files.complete([fetched.symbol]);
			const schema = await schemaOf(store, {
				files: [fetched.file],
				services: await offered(),
				problems: files.problems(),
			});
			requireUsable(schema, fetched.file);
			return schema;
		},
		async everything() {
			const names = await services();
			const problems: SchemaProblem[] = [];
			const found = new Map<string, string>();
			const fetched = await fetchServices(names, files.fetchSymbol);
			for (const service of names) {
				const answer = fetched.get(service);
				if (answer === undefined) continue;
				if (answer.kind === "found") found.set(service, answer.file);
				else
					problems.push({
						kind: "undescribed-service",
						service,
						reason: reasonOf(answer),
					});
			}
			await files.complete([...found.keys()]);
			return await schemaOf(store, {
				files: [...found.values()],
				services: names,
				problems: [...files.problems(), ...problems],
			});
		},
	};
}

async function list(session: ReflectionSession): Promise<readonly string[]> {
	const answer = await session.listServices();
	if (answer.kind !== "listed")
		throw reflectionError("the server does not list its services", answer);
	return [...answer.services].sort();
}

async function fetchServices(
	services: readonly string[],
	fetch: ReflectedFileStore["fetchSymbol"],
): Promise<ReadonlyMap<string, Fetched>> {
	const [first, rest] = firstOfPackages(services);
	const fetchOne = async (service: string) =>
		[service, await fetch(service)] as const;
	return new Map([
		...(await askTogether(first, fetchOne)),
		...(await askTogether(rest, fetchOne)),
	]);
}

type NotFetched = Exclude<Fetched, { kind: "found" }>;

type FetchedFrom =
	| { readonly kind: "found"; readonly file: string; readonly symbol: string }
	| NotFetched;

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

/**
 * protoregistry's message for a name that the server itself has listed. The space does not break in about half of all Go programs
 * (protobuf-go, internal/errors/errors.go).
 */
const NOT_IN_GO = /^proto:[ \u00a0]not found$/;
const GOGO_HINT =
	"code that gogo/protobuf generated, as that of Argo CD, Thanos or Jaeger, is not where grpc-go's reflection looks for it";

async function missing(
	symbol: string,
	fetched: NotFetched,
	listing: () => Promise<readonly string[]>,
	{ store, fetchSymbol }: ReflectedFileStore,
): Promise<PluginError> {
	// tonic-reflection ends its stream with NOT_FOUND at an unknown name. After any other failure no more questions are possible.
	const isOver =
		fetched.kind === "failed" && fetched.status.name !== "NOT_FOUND";
	const listed = isOver ? undefined : await listing().catch(() => undefined);
	const tellsNothing =
		fetched.kind === "failed" ||
		(fetched.kind === "refused" && fetched.status.name === "UNIMPLEMENTED");
	if (tellsNothing && listed === undefined)
		return reflectionError("the server does not describe itself", fetched);
	const services = listed ?? store.services();
	const service = services.find(
		(name) => symbol === name || symbol.startsWith(`${name}.`),
	);
	if (service !== undefined) {
		const answer = service === symbol ? fetched : await fetchSymbol(service);
		if (answer.kind !== "found") return undescribed(service, answer);
	}
	return unknownSymbol(
		symbol,
		[...services, ...store.symbols()],
		"the server knows",
	);
}

function undescribed(service: string, fetched: NotFetched): PluginError {
	const said = fetched.kind === "answered-other" ? undefined : fetched.status;
	const isGogo = NOT_IN_GO.test(said?.message ?? "");
	return new PluginError(
		"schema",
		`the server lists ${service} and cannot describe it: ${reasonOf(fetched)}`,
		{
			hint: [...(isGogo ? [GOGO_HINT] : []), GIVE_FILES],
			quoted: said?.message,
		},
	);
}

function reasonOf(fetched: NotFetched): string {
	if (fetched.kind === "answered-other")
		return fetched.files.length === 0
			? "it sent no file"
			: `it sent other files: ${fetched.files.slice(0, 3).join(", ")}`;
	const { name, message } = fetched.status;
	return message === "" ? name : `${name}: ${message}`;
}
