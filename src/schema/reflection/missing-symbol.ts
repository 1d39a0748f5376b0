import { PluginError } from "../../errors.ts";
import { unknownSymbol } from "../source/schema-of-store.ts";
import type { Fetched, ReflectedFileStore } from "./reflected-files.ts";
import { GIVE_FILES, reflectionError } from "./reflection-error.ts";

/** What came in place of a symbol's file. */
export type NotFetched = Exclude<Fetched, { kind: "found" }>;

/**
 * protoregistry's message for a name that the server itself has listed. The space does not break in about half of all Go programs
 * (protobuf-go, internal/errors/errors.go).
 */
const NOT_IN_GO = /^proto:[ \u00a0]not found$/;
const GOGO_HINT =
	"code that gogo/protobuf generated, as that of Argo CD, Thanos or Jaeger, is not where grpc-go's reflection looks for it";

/** Returns the error for a symbol whose file was not fetched: why, and what the server has instead. */
export async function missing(
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

/** Says in one line what a server sent in place of a file. */
export function reasonOf(fetched: NotFetched): string {
	if (fetched.kind === "answered-other")
		return fetched.files.length === 0
			? "it sent no file"
			: `it sent other files: ${fetched.files.slice(0, 3).join(", ")}`;
	const { name, message } = fetched.status;
	return message === "" ? name : `${name}: ${message}`;
}
