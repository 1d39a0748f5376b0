import {
	create,
	fromBinary,
	type MessageInitShape,
	toBinary,
} from "@bufbuild/protobuf";
import type { Server, ServerDuplexStream } from "@grpc/grpc-js";
import type {
	ReflectedFiles,
	ReflectionFailure,
	ReflectionSession,
} from "../../../../src/grpc/reflection.ts";
import {
	type ServerReflectionRequest,
	ServerReflectionRequestSchema,
	ServerReflectionResponseSchema,
} from "../../../../src/grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";
import { grpcServer, method } from "../../grpc/servers.ts";

/**
 * Starts a server on loopback that answers reflection as the session does, with the services that are added to it. Returns
 * its address.
 */
export async function reflectingServer(
	session: ReflectionSession,
	add: (server: Server) => void = () => {},
): Promise<string> {
	const answer = async (bytes: Buffer) => {
		const asked = fromBinary(ServerReflectionRequestSchema, bytes);
		const messageResponse = await answerTo(session, asked.messageRequest);
		const init = { messageResponse };
		return toBinary(
			ServerReflectionResponseSchema,
			create(ServerReflectionResponseSchema, init),
		);
	};
	const info = method(
		"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
		{ requests: "stream", responses: "stream" },
	);
	const { port } = await grpcServer((server) => {
		add(server);
		server.addService(
			{ info },
			{
				async info(stream: ServerDuplexStream<Buffer, Buffer>) {
					for await (const bytes of stream)
						stream.write(Buffer.from(await answer(bytes)));
					stream.end();
				},
			},
		);
	});
	return `127.0.0.1:${port}`;
}

type Response = NonNullable<
	MessageInitShape<typeof ServerReflectionResponseSchema>["messageResponse"]
>;

async function answerTo(
	session: ReflectionSession,
	request: ServerReflectionRequest["messageRequest"],
): Promise<Response> {
	switch (request.case) {
		case "fileByFilename":
			return filesOf(await session.fileByFilename(request.value));
		case "fileContainingSymbol":
			return filesOf(await session.fileContainingSymbol(request.value));
		case "fileContainingExtension": {
			const { containingType, extensionNumber } = request.value;
			return filesOf(
				await session.fileContainingExtension(containingType, extensionNumber),
			);
		}
		case "allExtensionNumbersOfType": {
			const answer = await session.allExtensionNumbers(request.value);
			if (answer.kind !== "extensions") return errorOf(answer);
			const value = { extensionNumber: [...answer.numbers] };
			return { case: "allExtensionNumbersResponse", value };
		}
		default: {
			const answer = await session.listServices();
			if (answer.kind !== "listed") return errorOf(answer);
			const service = answer.services.map((name) => ({ name }));
			return { case: "listServicesResponse", value: { service } };
		}
	}
}

function filesOf(answer: ReflectedFiles): Response {
	if (answer.kind !== "files") return errorOf(answer);
	const fileDescriptorProto = [...answer.files];
	return { case: "fileDescriptorResponse", value: { fileDescriptorProto } };
}

function errorOf({ status }: ReflectionFailure): Response {
	const { code: errorCode, message: errorMessage } = status;
	return { case: "errorResponse", value: { errorCode, errorMessage } };
}
