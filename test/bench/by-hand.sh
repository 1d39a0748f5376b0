#!/usr/bin/env bash
# The peer of `kubectl grpc health POD`: a port-forward, and grpcurl through it. NAMESPACE and POD are the arguments.
set -euo pipefail
coproc FORWARD { exec kubectl port-forward -n "$1" "pod/$2" :50051 2>/dev/null; }
forward=$FORWARD_PID
trap 'kill "$forward" 2>/dev/null' EXIT
# Forwarding from 127.0.0.1:40123 -> 50051
read -r _ _ address _ <&"${FORWARD[0]}"
grpcurl -plaintext "$address" grpc.health.v1.Health/Check
