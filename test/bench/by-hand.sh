#!/usr/bin/env bash
# Does what people do by hand: a port-forward to a pod, and a command through it. The arguments are NAMESPACE, POD and the command;
# ADDRESS in the command stands for the forwarded port.
set -euo pipefail
coproc FORWARD { exec kubectl port-forward -n "$1" "pod/$2" :50051 2>/dev/null; }
forward=$FORWARD_PID
trap 'kill "$forward" 2>/dev/null' EXIT
shift 2
# Forwarding from 127.0.0.1:40123 -> 50051
read -r _ _ address _ <&"${FORWARD[0]}"
"${@//ADDRESS/$address}"
