import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { PluginError } from "../../errors.ts";
import type { Collected } from "./collect-answer.ts";
import type { Known } from "./learn-method.ts";
import {
	callExitStatus,
	type ToldStatus,
	tellStatus,
} from "./status-report.ts";

/** What the end of a call comes to; `tell` is called for a status other than OK. @throws PluginError for a request or a response that cannot be read */
export async function conclude(
	{ known }: { readonly known: Pick<Known, "schema" | "forget"> },
	{ end, undecodable }: Pick<Collected, "end" | "undecodable">,
	tell: (told: ToldStatus) => Promise<void>,
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
	const told = await tellStatus(end.status, known.schema.registry);
	if (told.report.code !== 0) await tell(told);
	if (told.report.name === "UNIMPLEMENTED") await known.forget();
	return callExitStatus(told.report);
}
