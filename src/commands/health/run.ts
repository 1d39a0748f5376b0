import { accessOf } from "../../cli/access.ts";
import { scopeOf } from "../../cli/aim.ts";
import type { ExitStatus } from "../../cli/exit-status.ts";
import {
	type AccessContext,
	accessUnder,
	createReach,
} from "../../cli/reach.ts";
import { openRun } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { pageOf, takesLiveScreen } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import { begunWithin } from "./begun.ts";
import type { HealthFact } from "./facts.ts";
import {
	type HealthArguments,
	type HealthOptions,
	healthOptions,
} from "./options.ts";
import { replay } from "./replay.ts";
import { show } from "./show.ts";
import { factsAwaited, factsFollowed, factsOnce } from "./source.ts";
import type { Output } from "./views/output.ts";
import { startWait } from "./wait.ts";

/** Runs `kubectl grpc health`. @throws PluginError */
export async function runHealth(
	context: RunContext,
	args: HealthArguments,
): Promise<ExitStatus> {
	const options = healthOptions(args);
	const signedIn = Promise.withResolvers<void>();
	const output = outputOf(context, args, options, signedIn.promise);
	const asked = {
		services: options.questions.services,
		mode: options.mode,
		scope: output.scope,
	};
	// Ends the collectors when the view ends before them, because the user quits or has waited long enough. A one-shot run has no
	// collectors left then. The process closes its connections to the pods, because closing each in good order would take as long as
	// asking it.
	const ending =
		options.mode.kind === "once" ? undefined : new AbortController();
	const signal = ending
		? AbortSignal.any([context.signal, ending.signal])
		: context.signal;
	const run = await openRun<HealthFact>(context, args.flags, {
		command: "health",
		view: asked,
		loadGuard: async () => (await import("./is-fact.ts")).isHealthFact,
		see: () =>
			factsInTime(
				args,
				options,
				accessUnder(signal, context),
				signedIn.resolve,
			),
	});
	try {
		return args.flags.replay === undefined
			? await show(run.facts, asked, output, context)
			: await replay(run, options, output, context);
	} finally {
		ending?.abort();
	}
}

function factsInTime(
	args: HealthArguments,
	options: HealthOptions,
	run: AccessContext,
	onSignedIn: () => void,
): AsyncGenerator<HealthFact, void> {
	const facts = healthFacts(args, options, run, onSignedIn);
	const { mode } = options;
	return mode.kind === "wait"
		? begunWithin(mode.timeoutMs, facts, run.signal)
		: facts;
}

async function* healthFacts(
	args: HealthArguments,
	{ questions, mode }: HealthOptions,
	run: AccessContext,
	onSignedIn: () => void,
): AsyncGenerator<HealthFact, void> {
	const { reach, close } = createReach(run, args.flags);
	// The time that it takes to find the API server is part of the wait.
	const wait =
		mode.kind === "wait" ? startWait(mode.timeoutMs, run.signal) : undefined;
	try {
		const access = await accessOf(args, reach, run, "health");
		const source = { ...access, questions };
		if (wait !== undefined) yield* factsAwaited(source, wait);
		else if (mode.kind === "watch") yield* factsFollowed(source, onSignedIn);
		else yield* factsOnce(source);
	} finally {
		close();
	}
}

function outputOf(
	context: RunContext,
	{ flags }: HealthArguments,
	{ format, headers, sortKey }: HealthOptions,
	signedIn: Promise<void>,
): Output {
	const { stdout, stderr, env, now } = context;
	return {
		stdout,
		stderr,
		env,
		format,
		headers,
		sortKey,
		scope: scopeOf(flags),
		now,
		timeAt: now,
		page: pageOf(stdout, env, colourChoice(flags.color)),
		live:
			["table", "wide"].includes(format.kind) && takesLiveScreen(context)
				? { screenAfter: signedIn }
				: "lines",
	};
}
