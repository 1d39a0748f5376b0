import { getChannelzHandlers, type Server } from "@grpc/grpc-js";
import { Channelz } from "../../grpc-services/gen/grpc/channelz/v1/channelz_pb.ts";
import { loaderShapedService } from "./loader-shape.ts";

/**
 * Registers the channelz service of grpc-js with bundled descriptors. Its own `getChannelzServiceDefinition` reads a .proto file from
 * disk.
 */
export function serveChannelz(server: Server): void {
	server.addService(loaderShapedService(Channelz, "proto"), {
		...getChannelzHandlers(),
	});
}
