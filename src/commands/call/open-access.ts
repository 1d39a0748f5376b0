import { type Access, accessOf } from "../../cli/access.ts";
import { accessUnder, createReach } from "../../cli/reach.ts";
import type { RunContext } from "../../cli/run-context.ts";
import type { ChannelOptions } from "../../grpc/channel.ts";
import { pageOf, printLines } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import type { CallArguments, CallPlan } from "./options.ts";

/** The access to the target of a command line. */
type Opened = { readonly access: Access; readonly close: () => void };

/** Reads where the target is and how to open channels to it. @throws PluginError */
export async function openAccess(
	context: RunContext,
	{ flags }: CallArguments,
	plan: CallPlan,
	signal: AbortSignal,
): Promise<Opened> {
	const { reach, close } = createReach(context, flags);
	try {
		const run = accessUnder(signal, context);
		const access = await accessOf({ words: plan.target, flags }, reach, run);
		const connect = {
			...access.connect,
			channel: { ...plan.channel, ...(await tracing(context, flags)) },
		};
		return { access: { ...access, connect }, close };
	} catch (caught) {
		close();
		throw caught;
	}
}

/** With --trace, returns the channel options that print the frames of the one connection on stderr. */
async function tracing(
	{ stderr, env }: RunContext,
	flags: CallArguments["flags"],
): Promise<Pick<ChannelOptions, "onFrame" | "headerBlocks">> {
	if (!flags.trace) return {};
	// Imported here because it loads header tables that no other call needs.
	const { startTrace } = await import("./views/trace.ts");
	const page = pageOf(stderr, env, colourChoice(flags.color));
	const linesOf = startTrace();
	return {
		headerBlocks: "keep",
		onFrame: (frame) => void stderr.write(printLines(linesOf(frame), page)),
	};
}
