import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { PluginError } from "../../errors.ts";
import type { Collected } from "./collect-answer.ts";
import type { Known } from "./learn-method.ts";
import {
	callExitStatus,
	type DecodedStatus,
	decodeStatus,
} from "./status-report.ts";

/**
 * Returns the exit status for the end of a call. It calls `tell` for a status other than OK.
 * @throws PluginError for a request or a response that cannot be read
 */
export async function conclude(
	{ known }: { readonly known: Pick<Known, "schema" | "forget"> },
	{ end, undecodable }: Pick<Collected, "end" | "undecodable">,
	tell: (status: DecodedStatus) => Promise<void>,
): Promise<ExitStatus> {
	if (end.fault !== undefined) throw end.fault;
	if (undecodable !== undefined) {
		await known.forget();
		throw new PluginError(
			"schema",
			`a response cannot be read: ${undecodable}`,
			{
				hint: ["--format binary --output-file FILE keeps the bytes"],
			},
		);
	}
	if (end.reason === "limit") return EXIT_STATUS.ok;
	if (end.reason === "interrupted") return EXIT_STATUS.interrupted;
	const status = await decodeStatus(end.status, known.schema.registry);
	if (status.report.code !== 0) await tell(status);
	if (status.report.name === "UNIMPLEMENTED") await known.forget();
	return callExitStatus(status.report);
}
