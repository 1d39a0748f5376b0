import type { DescMethod } from "@bufbuild/protobuf";
import { podKey } from "../../cli/pod-name.ts";
import type { Channel } from "../../grpc/channel.ts";
import {
	openReflection,
	type ReflectionOptions,
} from "../../grpc/reflection.ts";
import { nearest } from "../../nearest.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { SchemaSource } from "../../schema/schema.ts";
import type { Called } from "./called.ts";
import { NOT_KNOWN, type Served } from "./facts.ts";
import type { Shown } from "./run-of.ts";

/** The longest wait for a hint, in milliseconds. */
const PATIENCE_MS = 2000;

/**
 * Returns what a server's reflection says about a method that the server does not implement. For a recording, returns what it
 * said then.
 */
export async function servedInstead(
	run: Shown,
	{ by, known, pod }: Called,
): Promise<Served> {
	if (by.kind === "recording") return by.served();
	const served = await askServed(run, by.take, known.method);
	await by.recorder?.write({ kind: "served", pod: podKey(pod), served });
	return served;
}

/** Returns "unknown" if reflection says nothing in time. */
async function askServed(
	{ args, plan, context }: Shown,
	take: () => Promise<Channel>,
	method: DescMethod,
): Promise<Served> {
	if (args.flags.reflection === "off") return NOT_KNOWN;
	try {
		return await servedOver(take, method, {
			deadlineMs: Math.min(PATIENCE_MS, args.flags["rpc-timeout"]),
			metadata: plan.reflectionMetadata,
			signal: context.signal,
		});
	} catch {
		return NOT_KNOWN;
	}
}

async function servedOver(
	take: () => Promise<Channel>,
	method: DescMethod,
	options: ReflectionOptions,
): Promise<Served> {
	const session = openReflection(take, options);
	try {
		return await servedBy(reflectionSource(session), method);
	} finally {
		session.close();
	}
}

async function servedBy(
	source: SchemaSource,
	{ name, parent }: DescMethod,
): Promise<Served> {
	const services = await source.services();
	const service = parent.typeName;
	if (!services.includes(service)) {
		const near = nearest(service, services);
		return otherwise(
			`the server lists no service ${service}${near === undefined ? `; it lists ${services.join(", ")}` : `: did you mean ${near}?`}`,
		);
	}
	const { registry } = await source.schemaOf(service);
	const names = registry.getService(service)?.methods.map((one) => one.name);
	if (names === undefined) return NOT_KNOWN;
	if (names.includes(name)) return { kind: "the-method" };
	const near = nearest(name, names);
	return otherwise(
		`the server describes no method ${name} of ${service}${near === undefined ? `; it describes ${names.join(", ")}` : `: did you mean ${near}?`}`,
	);
}

function otherwise(hint: string): Served {
	return { kind: "something-else", hint: [hint] };
}
