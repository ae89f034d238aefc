#!/usr/bin/env bash
# The gateway on virtual threads while its demo kills, stalls and revives instances and others call it as well: none may hold its
# carrier for more than 20 ms with code of ours on its stack. The demo plays twice, the first time for classes to be loaded: that
# pins threads that wait for it, in any application. Needs a JDK from 21 on: check.sh [JAVA_HOME]. Nothing that is started stays.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
jar="$root/examples/gateway/target/gateway.jar"
home="${1:-${JAVA_HOME:-}}"
java="${home:+$home/bin/}java"
work="$(mktemp -d)"
pids=()

end_all() {
    local pid
    for pid in "${pids[@]}"; do
        kill -9 "$pid" 2> /dev/null || true
        wait "$pid" 2> /dev/null || true
    done
    rm -rf "$work"
}
trap end_all EXIT
trap 'exit 130' INT TERM

fail() {
    echo "FAILED: $*" >&2
    tail -n 40 "$work"/*.log >&2 || true
    exit 1
}

# Until the gateway has printed a line so many times, for 120 seconds at most: COUNT TEXT
await() {
    local start=$SECONDS
    until [ "$(grep -cF "$2" "$work/gateway.log")" -ge "$1" ]; do
        kill -0 "${pids[0]}" 2> /dev/null || fail "the gateway has ended"
        ((SECONDS - start < 120)) || fail "not within 120 s: $2"
        sleep 0.1
    done
}

version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
[ "${version%%.*}" -ge 21 ] || fail "virtual threads need a JDK from 21 on, and this is $version"
if [ ! -f "$jar" ]; then
    echo "Building the gateway"
    (cd "$root" && mvn -B -ntp -q package -DskipTests -pl examples/gateway -am)
fi

: > "$work/gateway.log"
echo "Starting the gateway on virtual threads (JDK $version)"
# 64 frames, as many as are recorded by default, do not reach from a socket to our code.
"$java" -XX:FlightRecorderOptions:stackdepth=1024 \
    "-XX:StartFlightRecording:filename=$work/gateway.jfr,settings=none,+jdk.VirtualThreadPinned#enabled=true,+jdk.VirtualThreadPinned#threshold=0ms,+jdk.VirtualThreadPinned#stackTrace=true,+jdk.VirtualThreadStart#enabled=true,+jdk.VirtualThreadStart#stackTrace=false" \
    -jar "$jar" --server.port=0 --spring.threads.virtual.enabled=true --demo.rounds=2 \
    --logging.level.org.springframework.boot.tomcat=info > "$work/gateway.log" 2>&1 &
pids+=($!)
await 1 "Tomcat started on port"
port="$(sed -nE 's/.*Tomcat started on port ([0-9]+).*/\1/p' "$work/gateway.log")"
"$java" "$here/Load.java" "$port" > "$work/load.log" 2>&1 &
pids+=($!)
await 1 "all 3 are back"
since="$(date +%s%3N)"
await 2 "all 3 are back"
kill "${pids[1]}"
wait "${pids[1]}" || true
await 1 "Ctrl-C ends it"
kill "${pids[0]}"
wait "${pids[0]}" || true
cat "$work/load.log"
"$java" "$here/Pinned.java" "$work/gateway.jfr" "$since" || fail "pinned for more than 20 ms, or not measured"
echo "Done."
