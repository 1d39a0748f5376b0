import { formatBytes } from "../../../render/bytes.ts";
import { formatDuration } from "../../../render/duration.ts";
import { twoEnds } from "../../../render/ink/screen-frame.tsx";
import { formatCount, shortenPodName } from "../../../render/prose.ts";
import {
	bad,
	dim,
	good,
	type StyledText,
	strong,
	warn,
} from "../../../render/span.ts";
import { type CallModel, droppedOf } from "./call-model.ts";
import type { Sends } from "./keys.ts";
import { rateAt } from "./rate.ts";
import { headerRows, type ScreenState } from "./screen-state.ts";
import { selectedOf } from "./selecting.ts";

/** The call that the screen shows. */
export type Subject = {
	/** `package.Service/Method`. */
	readonly method: string;
	readonly pod: string;
	readonly sends: Sends;
};

/** Returns the lines at the top: method, pod and phase of the call, then the counts. */
export function headerLines(
	state: ScreenState,
	subject: Subject,
): readonly StyledText[] {
	const { columns } = state.screen;
	const lines = [
		twoEnds(namesOf(subject), [phaseText(state.call)], columns),
		twoEnds(countsOf(state.call, subject), [placeText(state)], columns),
		"",
	];
	return lines.slice(0, headerRows(state.screen));
}

function namesOf({ method, pod }: Subject): readonly StyledText[] {
	const short = method.slice(method.lastIndexOf("/") + 1);
	const shortPod = shortenPodName(pod);
	return [
		[strong(method), "  ", pod],
		[strong(method), "  ", shortPod],
		[strong(short), "  ", shortPod],
		strong(short),
	];
}

/** Returns the phase of a call. In gRPC's words, a call is half-closed when the client has sent its last request. */
function phaseText({ end, sending }: CallModel): StyledText {
	if (end === undefined) return sending === "open" ? "open" : "half-closed";
	if (end.fault !== undefined) return bad("ended by a bad request");
	if (end.reason === "limit") return good("ended by --limit");
	if (end.reason === "interrupted") return "interrupted";
	const { code, name } = end.status;
	return code === 0 ? good(`ended ${name}`) : bad(`ended ${name}`);
}

function countsOf(call: CallModel, { sends }: Subject): readonly StyledText[] {
	const received = `${formatCount(call.received)} received`;
	const sent = sends === "one" ? [] : [`${formatCount(call.sent)} sent`];
	const dropped = droppedOf(call);
	const lost = dropped === 0 ? [] : [`${formatCount(dropped)} dropped`];
	const [pace = "", ...more] = paceOf(call);
	return [
		[received, ...sent, pace, ...more, ...lost],
		[received, ...sent, pace, ...lost],
		[received, pace, ...lost],
		[received, ...lost],
	].map((parts) => parts.join("   "));
}

function paceOf(call: CallModel): readonly string[] {
	if (call.end !== undefined) return [`in ${formatDuration(call.end.atMs)}`];
	const { messages, bytes } = rateAt(call.samples, call.atMs);
	const perSecond = messages < 10 ? messages.toFixed(1) : formatCount(messages);
	return [`${perSecond}/s`, `${formatBytes(bytes)}/s`];
}

/** From this number of columns there is room beside the counts for more than one word. */
const NARROW = 60;

function placeText(state: ScreenState): StyledText {
	const { call, held, place, screen } = state;
	const isNarrow = screen.columns < NARROW;
	if (held !== undefined) {
		const newer = call.received - held.received;
		return warn(
			newer === 0 || isNarrow ? "paused" : `paused, ${formatCount(newer)} more`,
		);
	}
	if (place.kind === "following" && call.end === undefined)
		return isNarrow ? "" : dim("following");
	const number = selectedOf(state)?.number;
	return number === undefined
		? ""
		: dim(`${formatCount(number)} of ${formatCount(call.received)}`);
}
