import { PluginError } from "../errors.ts";
import { keepConnection } from "../grpc/kept-connection.ts";
import { openReflection } from "../grpc/reflection.ts";
import { findKind } from "../kubernetes/targets/kinds.ts";
import { refuseSymbol } from "../kubernetes/targets/refuse-word.ts";
import type { Listing } from "../schema/cache/cached-source.ts";
import type { SchemaSource } from "../schema/schema.ts";
import { sharedSchemaBuilder } from "../schema/source/schema-builder.ts";
import { type Access, accessOf } from "./access.ts";
import { podFlagOf, scopeOf } from "./aim.ts";
import type { FlagValues } from "./flags.ts";
import type { INHERITED_FLAGS } from "./inherited-flags.ts";
import { metadataOf } from "./metadata.ts";
import { findOnePod } from "./one-pod.ts";
import type { ONE_POD_FLAGS } from "./one-pod-flags.ts";
import type { PodName } from "./pod-name.ts";
import { type AccessContext, createReach, type Reaching } from "./reach.ts";
import type { READ_SCHEMA_FLAGS } from "./read-schema-flags.ts";
import { refuseOddName } from "./refuse-odd-name.ts";
import { openFiles, openSchema } from "./schema.ts";
import { schemaSlotOf } from "./schema-cache.ts";
import { checkSchemaFlags, hasSchemaFiles } from "./schema-contradictions.ts";
import type { TARGET_FLAGS } from "./target-flags.ts";
import type { TRANSPORT_FLAGS } from "./transport-flags.ts";

/** The values of every flag that selects a schema. */
export type AskFlags = FlagValues<
	typeof READ_SCHEMA_FLAGS &
		typeof ONE_POD_FLAGS &
		typeof TARGET_FLAGS &
		typeof TRANSPORT_FLAGS &
		typeof INHERITED_FLAGS
>;

/** Printed on stderr when a listed or described schema is empty, since no output at all would look like a failure. */
export const NO_SERVICES = "there are no services";

type AskArguments = {
	readonly words: readonly string[];
	readonly flags: AskFlags;
};

type AskOptions = {
	/** Default: the schema that is served now. */
	readonly listing?: Listing;
	/** The way to the cluster, when the caller has one. It is closed with the schema. */
	readonly reaching?: Reaching;
};

/** A schema that can be queried, and where it comes from. */
export type AskedSchema = {
	readonly source: SchemaSource;
	/** The pod or address that serves it; null for a schema from files. */
	readonly from: PodName | null;
	/** The names behind the target on the command line: services, symbols. */
	readonly names: readonly string[];
	readonly close: () => void;
};

/**
 * Opens the schema that a command line selects: `[TARGET] [NAME…]`, or names alone when files give the schema or `-l` the pods.
 * @throws PluginError of targets, channels and files
 */
export async function askSchema(
	context: AccessContext,
	{ words, flags }: AskArguments,
	{
		listing = "served",
		reaching = createReach(context, flags),
	}: AskOptions = {},
): Promise<AskedSchema> {
	const { target, names } = splitAsked(words, flags);
	checkSchemaFlags(flags);
	if (target.length === 0 && !meansPods(flags) && hasSchemaFiles(flags))
		return {
			source: openFiles(flags, context.signal),
			from: null,
			names,
			close() {},
		};
	try {
		const { reach } = reaching;
		const access = await accessOf({ words: target, flags }, reach, context);
		const asked = await askPod(access, context.env, flags, listing);
		const close = () => {
			asked.close();
			reaching.close();
		};
		return { ...asked, names, close };
	} catch (caught) {
		reaching.close();
		throw caught;
	}
}

async function askPod(
	access: Access,
	env: NodeJS.ProcessEnv,
	flags: AskFlags,
	listing: Listing,
): Promise<Omit<AskedSchema, "names">> {
	const { tell, signal } = access;
	// Typing errors are reported before any request.
	const metadata = metadataOf(flags.header);
	const { target, open } = await findOnePod(access, {
		pod: flags.pod,
		// The kept schema may be enough, without a channel.
		channel: listing === "kept" ? "if-needed" : "needed",
		scope: scopeOf(flags),
		tell,
	});
	const { take, close } = keepConnection(open);
	// With files, a server that cannot be reached would look like one without reflection.
	if (hasSchemaFiles(flags) && flags.reflection !== "off") await take();
	const session = openReflection(take, {
		deadlineMs: flags["rpc-timeout"],
		metadata,
		signal,
	});
	const slot = schemaSlotOf(target, env, flags);
	const builder = sharedSchemaBuilder();
	return {
		source: openSchema(
			flags,
			{ session, slot, listing, builder, tell },
			signal,
		),
		from: target.pod,
		close() {
			session.close();
			close();
		},
	};
}

type SplitFlags = Pick<
	AskFlags,
	"proto" | "protoset" | "selector" | "all-namespaces"
> & {
	readonly replay?: string | undefined;
};

type SplitWords = {
	readonly target: readonly string[];
	readonly names: readonly string[];
};

/** Splits words into the target and the names in the schema. */
export function splitWords(
	words: readonly string[],
	flags: SplitFlags,
): SplitWords {
	const [first = ""] = words;
	const needsNone =
		hasSchemaFiles(flags) ||
		flags.selector !== undefined ||
		flags.replay !== undefined ||
		flags["all-namespaces"];
	if (needsNone && !isCertainTarget(first)) return { target: [], names: words };
	// kubectl's `TYPE NAME` is one target in two words.
	const length = findKind(first) ? 2 : 1;
	return { target: words.slice(0, length), names: words.slice(length) };
}

/** Splits the words of a command that takes one target. @throws PluginError `usage` for a second one, and for a name that none can be */
export function splitAsked(
	words: readonly string[],
	flags: SplitFlags,
): SplitWords {
	const split = splitWords(words, flags);
	refuseSecondTarget(split);
	for (const name of split.names) refuseOddName("the name", name);
	return split;
}

/** Refuses a second target, such as `deploy/x`. It is hardly a method: by custom, names of services and methods have capitals. */
function refuseSecondTarget({ target, names }: SplitWords): void {
	const other = names.find(
		(name) => /^[a-z.]+\/[-a-z0-9.]+$/.test(name) && isCertainTarget(name),
	);
	if (other === undefined) return;
	for (const word of target) refuseSymbol(word);
	throw new PluginError("usage", `one target is asked, and ${other} is more`, {
		hint: ["run it once for each"],
	});
}

/** Whether a flag selects pods. Then a pod is asked, with or without files. */
function meansPods(flags: AskFlags): boolean {
	return flags.pod !== undefined || podFlagOf(flags) !== undefined;
}

/** Whether a word is a target in a form that no symbol has: `deploy/x`, `HOST:PORT`. */
function isCertainTarget(word: string): boolean {
	const type = word.split("/")[0] ?? "";
	return word.includes("/") ? findKind(type) !== undefined : word.includes(":");
}
