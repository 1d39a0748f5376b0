import type { ContainerRuntime } from "../../kubelet/container.ts";
import type { ContainerLog, LogLine } from "../../kubelet/log.ts";
import type { Pod } from "../../objects/pod.ts";
import { badRequest } from "../../registry/status-error.ts";
import type { Exchange } from "../exchange.ts";

/** Serves `pods/log` with the options of kubectl logs. @throws StatusError 400 */
export function serveLog({ context, url, response }: Exchange, pod: Pod): void {
	const query = url.searchParams;
	if (pod.spec.nodeName === undefined) {
		response.writeHead(204).end();
		return;
	}
	const name = containerName(pod, query.get("container") ?? "");
	const container = context.kubelet
		.containers(pod.metadata.uid)
		.find(({ spec }) => spec.name === name);
	const run = query.get("previous") === "true" ? "previous" : "latest";
	const log = logOf(pod, name, container, run);
	const textOf = query.get("timestamps") === "true" ? stamped : plain;
	const write = (line: LogLine) => response.write(textOf(line));

	response.writeHead(200, { "content-type": "text/plain" });
	for (const line of selectLines(log.lines(), query)) write(line);
	if (query.get("follow") !== "true") {
		response.end();
		return;
	}
	response.flushHeaders();
	const stop = log.follow(write, () => response.end());
	response.once("close", stop);
}

function containerName(pod: Pod, wanted: string): string {
	const { containers, initContainers = [] } = pod.spec;
	const names = [...initContainers, ...containers].map(({ name }) => name);
	if (wanted === "" && containers.length === 1)
		return containers[0]?.name ?? "";
	if (wanted === "")
		throw badRequest(
			`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(" ")}]`,
		);
	if (!names.includes(wanted))
		throw badRequest(
			`container ${wanted} is not valid for pod ${pod.metadata.name}`,
		);
	return wanted;
}

/** Returns the log of the run that the kubelet would show (validateContainerLogStatus). */
function logOf(
	{ metadata }: Pod,
	name: string,
	container: ContainerRuntime | undefined,
	run: "latest" | "previous",
): ContainerLog {
	const subject = `container "${name}" in pod "${metadata.name}"`;
	if (!container) throw badRequest(`${subject} is not available`);
	if (run === "previous") {
		const log =
			"waiting" in container.state && container.lastTerminated
				? container.log
				: container.previousLog;
		if (!log) throw badRequest(`previous terminated ${subject} not found`);
		return log;
	}
	const { state, containerId } = container;
	if ("waiting" in state && containerId === undefined)
		throw badRequest(
			`${subject} is waiting to start: ${waitingText(state.waiting.reason)}`,
		);
	return container.log;
}

function waitingText(reason: string): string {
	switch (reason) {
		case "ErrImagePull":
			return "image can't be pulled";
		case "ImagePullBackOff":
			return "trying and failing to pull image";
		default:
			return reason;
	}
}

function selectLines(
	lines: readonly LogLine[],
	query: URLSearchParams,
): readonly LogLine[] {
	const sinceMs = sinceOf(query);
	const tail = query.get("tailLines");
	const recent = lines.filter(({ atMs }) => atMs >= sinceMs);
	return tail === null ? recent : lastOf(recent, Number(tail));
}

/** Returns milliseconds since the epoch; 0 for the whole log. */
function sinceOf(query: URLSearchParams): number {
	const seconds = query.get("sinceSeconds");
	const time = query.get("sinceTime");
	if (seconds) return Date.now() - Number(seconds) * 1000;
	return time ? Date.parse(time) : 0;
}

function lastOf<T>(items: readonly T[], count: number): readonly T[] {
	return count === 0 ? [] : items.slice(-count);
}

function plain({ text }: LogLine): string {
	return `${text}\n`;
}

function stamped(line: LogLine): string {
	return `${new Date(line.atMs).toISOString()} ${plain(line)}`;
}
