import {
	create,
	type DescMessage,
	type DescMethodServerStreaming,
	type DescMethodUnary,
	fromBinary,
	type MessageInitShape,
	type MessageShape,
	toBinary,
} from "@bufbuild/protobuf";
import {
	type Server,
	type ServerUnaryCall,
	type ServerWritableStream,
	type sendUnaryData,
	status,
} from "@grpc/grpc-js";

/** Thrown by a handler to answer with a status other than OK. */
export class StatusAnswer extends Error {
	readonly code: status;

	constructor(code: status, message: string) {
		super(message);
		this.code = code;
	}
}

/** Registers a unary method. A {@link StatusAnswer} that it throws becomes the RPC's status. */
export function serveUnary<I extends DescMessage, O extends DescMessage>(
	server: Server,
	method: DescMethodUnary<I, O>,
	answer: (
		request: MessageShape<I>,
	) => MessageInitShape<O> | Promise<MessageInitShape<O>>,
): void {
	const handle = async (
		call: ServerUnaryCall<MessageShape<I>, Uint8Array>,
		respond: sendUnaryData<Uint8Array>,
	) => {
		try {
			const message = create(method.output, await answer(call.request));
			respond(null, toBinary(method.output, message));
		} catch (error) {
			respond(statusOf(error), null);
		}
	};
	server.register(
		pathOf(method),
		handle,
		Buffer.from,
		(bytes) => fromBinary(method.input, bytes),
		"unary",
	);
}

/** Registers a server-streaming method. The stream ends when `stream` resolves. */
export function serveStream<I extends DescMessage, O extends DescMessage>(
	server: Server,
	method: DescMethodServerStreaming<I, O>,
	stream: (
		request: MessageShape<I>,
		call: StreamCall<O>,
	) => void | Promise<void>,
): void {
	const handle = async (
		call: ServerWritableStream<MessageShape<I>, MessageInitShape<O>>,
	) => {
		try {
			await stream(call.request, {
				send: (message) => call.write(message),
				drained: (ready) => call.once("drain", ready),
				onCancel: (stop) => call.once("cancelled", stop),
			});
			call.end();
		} catch (error) {
			call.emit("error", statusOf(error));
		}
	};
	server.register(
		pathOf(method),
		handle,
		(message: MessageInitShape<O>) =>
			Buffer.from(toBinary(method.output, create(method.output, message))),
		(bytes) => fromBinary(method.input, bytes),
		"serverStream",
	);
}

/** The server's side of a response stream. */
type StreamCall<O extends DescMessage> = {
	/** Returns false when the client reads too slowly. Then wait for `drained`. */
	send(message: MessageInitShape<O>): boolean;
	drained(ready: () => void): void;
	onCancel(stop: () => void): void;
};

/** Returns the path of a method: `/package.Service/Method`. */
export function pathOf(method: {
	readonly name: string;
	readonly parent: { readonly typeName: string };
}): string {
	return `/${method.parent.typeName}/${method.name}`;
}

function statusOf(error: unknown): {
	code: status;
	details: string;
} {
	if (error instanceof StatusAnswer)
		return { code: error.code, details: error.message };
	return { code: status.INTERNAL, details: String(error) };
}
