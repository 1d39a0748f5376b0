import { type PodName, podKey } from "../../../cli/pod-name.ts";
import { startRecording } from "../../../cli/recording/write.ts";
import { recordingHeader } from "../../../cli/recording.ts";
import { PluginError, toPluginError } from "../../../errors.ts";
import { schemaFact } from "../../../schema/source/schema-fact.ts";
import type { CallArguments } from "../options.ts";
import type { MeasuredCall } from "../repeat/measure-call.ts";
import type { Shown } from "../run-of.ts";
import { recordedCalled, recordedCallFact } from "./codec.ts";
import { deduplicateSchemas } from "./deduplicate-schemas.ts";
import type {
	RecordedFact,
	RecordedFlags,
	RecordedView,
} from "./recorded-facts.ts";
import type { CallRecorder } from "./recorder.ts";
import { type Withholding, withholding } from "./withhold.ts";

/** Starts to record a run to a file. @throws PluginError `bad-input` if the file cannot be written */
export async function startCallRecorder(
	file: string,
	{ context, plan, args: { flags } }: Shown,
): Promise<CallRecorder> {
	const payloads = flags["record-payloads"] ? "kept" : "left-out";
	const view: RecordedView = {
		method: plan.method,
		flags: recordedFlags(flags),
		payloads,
	};
	const recorder = await startRecording<RecordedFact>(
		file,
		recordingHeader("call", view, context.now()),
	);
	const withhold = withholding(payloads);
	const schemaOf = deduplicateSchemas();
	const fail = (caught: unknown) => {
		const error = toPluginError(caught);
		return error.code === "cancelled"
			? recorder.leave()
			: recorder.fail(withheldError(error, withhold));
	};
	return {
		async *follow(run, called, facts) {
			const pod = podKey(called.pod);
			const schema = schemaOf(pod, called.known.schema);
			await recorder.write(recordedCalled(called, run.plan, schema, withhold));
			try {
				for await (const fact of facts) {
					await recorder.write(recordedCallFact(fact, pod, withhold));
					yield fact;
				}
			} catch (caught) {
				await fail(caught);
				throw caught;
			}
		},
		async types(pod, types) {
			if (payloads === "left-out") return;
			const schema = schemaFact(types);
			await recorder.write({ kind: "types", pod: podKey(pod), schema });
		},
		async write(fact) {
			await recorder.write(fact);
		},
		async count(pod, call) {
			await recorder.write(measuredFact(pod, call, withhold));
		},
		told: withhold.quoted,
		fail,
		leave: recorder.leave,
		close: recorder.close,
	};
}

/** Returns an error whose message has nothing of the server's that is not to be written. */
function withheldError(error: PluginError, withhold: Withholding): PluginError {
	const { code, hint } = error;
	return new PluginError(code, withhold.quoted(error), { hint });
}

function measuredFact(
	pod: PodName,
	{ status, ...call }: MeasuredCall,
	withhold: Withholding,
): RecordedFact {
	const { code, name } = status;
	// The statistics of repeated calls use the message of a status, and no details.
	const message = withhold.message({ ...status, details: undefined });
	return { kind: "measured", pod, ...call, status: { code, name, message } };
}

function recordedFlags(flags: CallArguments["flags"]): RecordedFlags {
	return {
		"all-namespaces": flags["all-namespaces"],
		"all-pods": flags["all-pods"],
		repeat: flags.repeat,
		concurrency: flags.concurrency,
		interval: flags.interval,
		via: flags.via,
		"max-time": flags["max-time"],
		"keepalive-time": flags["keepalive-time"],
		compress: flags.compress,
		"max-msg-size": flags["max-msg-size"],
	};
}
