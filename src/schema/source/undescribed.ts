import type { Schema } from "../schema.ts";

/** A line for each service that a schema lists and does not describe, with the reason. */
export function undescribedLines(schema: Schema): readonly string[] {
	return undescribedServices(schema).map(
		(name) => `${name} cannot be described: ${whyUndescribed(schema, name)}`,
	);
}

/** Whether a schema lists services, and describes none of them. */
export function describesNone(schema: Schema): boolean {
	const { services } = schema;
	return (
		services.length > 0 &&
		undescribedServices(schema).length === services.length
	);
}

/** The services that a schema lists and does not describe. */
export function undescribedServices({
	services,
	registry,
}: Schema): readonly string[] {
	return services.filter((name) => registry.getService(name) === undefined);
}

/** What its server said of a service, else the flaw of a file that may well be its own. */
export function whyUndescribed({ problems }: Schema, service: string): string {
	for (const problem of problems)
		if (problem.kind === "undescribed-service" && problem.service === service)
			return problem.reason;
	for (const problem of problems)
		if (problem.kind === "unusable-file")
			return `${problem.file} cannot be used: ${problem.reason}`;
	return "no file that came declares it";
}
