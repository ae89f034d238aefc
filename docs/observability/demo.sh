#!/usr/bin/env bash
# A gateway, its upstreams and a Prometheus with alerts.yml, in which every minute is a second: the upstream is killed, the alerts
# fire; it is back, they are resolved; every name in rules and dashboard was scraped. Anything else ends with an error. Nothing that
# is started here stays.
set -euo pipefail
docs="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$docs/../.." && pwd)"
jar="$root/examples/gateway/target/gateway.jar"
work="$(mktemp -d)"
declare -A pids

end_all() {
    local pid
    for pid in "${pids[@]}"; do
        kill "$pid" 2> /dev/null || true
    done
    for pid in "${pids[@]}"; do
        wait "$pid" 2> /dev/null || true
    done
    rm -rf "$work"
}
trap end_all EXIT
trap 'exit 130' INT TERM

fail() {
    echo "FAILED: $*" >&2
    tail -n 20 "$work"/*.log >&2 || true
    exit 1
}

# In the background, to be ended with everything else: NAME COMMAND...
begin() {
    local name="$1"
    shift
    "$@" > "$work/$name.log" 2>&1 &
    pids[$name]=$!
}

end() {
    kill -9 "${pids[$1]}"
    wait "${pids[$1]}" 2> /dev/null || true
    unset "pids[$1]"
}

# Until a command succeeds, for 90 seconds at most: WHAT COMMAND...
await() {
    local what="$1"
    shift
    local start=$SECONDS
    until "$@" > /dev/null 2>&1; do
        if ((SECONDS - start >= 90)); then
            fail "not within 90 s: $what"
        fi
        sleep 0.5
    done
    echo "  $what (after $((SECONDS - start)) s)"
}

# The package starts a server, which would occupy port 9090; Debian asks policy-rc.d first, and 101 means "leave it off".
install_tools() {
    local policy=/usr/sbin/policy-rc.d
    local ours=no
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod 755 "$policy"
        ours=yes
    fi
    local result=0
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends prometheus curl; } \
        > "$work/apt.log" 2>&1 || result=$?
    if [ "$ours" = yes ]; then
        rm -f "$policy"
    fi
    return "$result"
}

if ! { command -v prometheus && command -v promtool && command -v curl; } > /dev/null; then
    echo "Installing Prometheus and curl"
    install_tools || fail "this needs prometheus, promtool and curl"
fi
if [ ! -f "$jar" ]; then
    echo "Building the gateway"
    (cd "$root" && mvn -B -ntp -q package -DskipTests -pl examples/gateway -am)
fi

echo "Checking the rules"
promtool check rules "$docs/alerts.yml"
(cd "$docs" && promtool test rules alerts-test.yml)

mapfile -t ports < <(java "$docs/Upstream.java" free 5)
gateway="http://127.0.0.1:${ports[3]}"
prometheus="http://127.0.0.1:${ports[4]}"
keytool -genkeypair -alias billing -keyalg EC -dname CN=billing -ext SAN=ip:127.0.0.1 -validity 10 \
    -storetype PKCS12 -keystore "$work/billing.p12" -storepass changeit > /dev/null 2>&1
keytool -exportcert -rfc -alias billing -keystore "$work/billing.p12" -storepass changeit > "$work/billing.pem" 2> /dev/null

cat > "$work/gateway.yml" << YAML
server: {port: ${ports[3]}, address: 127.0.0.1}
management.endpoints.web.exposure.include: health,prometheus
headgate:
  upstreams:
    orders:
      endpoints: [http://127.0.0.1:${ports[0]}, http://127.0.0.1:${ports[1]}]
      breaker: {max-open-for: 2s}
    billing:
      endpoints: [https://127.0.0.1:${ports[2]}]
      response-buffer: 0
      tls: {trust-certificates: $work/billing.pem}
  proxy:
    routes:
      - {path: /orders/**, upstream: orders}
      - {path: /billing/**, upstream: billing, strip-prefix: /billing}
YAML

sed -E 's/([0-9]+)m\b/\1s/g' "$docs/alerts.yml" > "$work/alerts.yml"
cat > "$work/prometheus.yml" << YAML
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [alerts.yml]
scrape_configs:
  - job_name: gateway
    metrics_path: /actuator/prometheus
    static_configs: [{targets: ['127.0.0.1:${ports[3]}']}]
YAML

begin_orders() {
    begin one java "$docs/Upstream.java" "${ports[0]}"
    begin two java "$docs/Upstream.java" "${ports[1]}"
}

calls() {
    while true; do
        curl -s -m 5 -o /dev/null "$gateway/orders/1" || true
        curl -s -m 5 -o /dev/null "$gateway/billing/1" || true
        sleep 0.05
    done
}

answers() {
    curl -sf -m 5 -o /dev/null "$1"
}

# Whether an expression of PromQL has a value at present.
holds() {
    [ -n "$(promtool query instant "$prometheus" "$1")" ]
}

is_firing() {
    holds "ALERTS{alertname=\"$1\", upstream=\"$2\", alertstate=\"firing\"}"
}

is_resolved() {
    holds 'up == 1' && ! holds "ALERTS{alertname=\"$1\", upstream=\"$2\"}"
}

echo "Starting a gateway, its upstreams, and Prometheus"
begin_orders
begin billing java "$docs/Upstream.java" "${ports[2]}" "$work/billing.p12" changeit
begin gateway java -jar "$jar" "--spring.config.additional-location=file:$work/gateway.yml"
begin prometheus prometheus "--config.file=$work/prometheus.yml" "--storage.tsdb.path=$work/data" \
    "--web.listen-address=127.0.0.1:${ports[4]}"
await "orders answers through the gateway" answers "$gateway/orders/1"
await "billing answers through the gateway" answers "$gateway/billing/1"
begin calls calls
await "Prometheus has scraped calls" holds 'rate(headgate_calls_seconds_count{upstream="orders"}[5s]) > 0'
await "HeadgateCertificateExpires fires: that of billing is valid for 10 days" is_firing HeadgateCertificateExpires billing
await "nothing fires for orders" is_resolved HeadgateUpstreamOut orders
is_resolved HeadgateCallsFailing orders || fail "an alert without a failure"

echo "Killing both instances of orders"
end one
end two
await "HeadgateCallsFailing fires" is_firing HeadgateCallsFailing orders
await "HeadgateUpstreamOut fires" is_firing HeadgateUpstreamOut orders
promtool query instant "$prometheus" 'ALERTS{upstream="orders"}' | sed 's/^/    /'
is_resolved HeadgateUpstreamOut billing || fail "billing is well"

echo "Starting them again"
begin_orders
await "HeadgateUpstreamOut is resolved" is_resolved HeadgateUpstreamOut orders
await "HeadgateCallsFailing is resolved" is_resolved HeadgateCallsFailing orders

echo "Checking that every name in rules and dashboard was scraped"
if answers "$gateway/billing/broken"; then
    fail "a body that breaks was passed on as whole"
fi
await "a body that broke was counted" holds 'headgate_answers_broken_total > 0'
curl -sf "$prometheus/api/v1/label/__name__/values" | grep -oE '"[a-zA-Z_:0-9]+"' | tr -d '"' | sort -u > "$work/scraped"
grep -ohP '(?<![\w:])headgate_[a-z_]+' "$docs/alerts.yml" "$docs/dashboard.json" | sort -u > "$work/used"
missing="$(comm -23 "$work/used" "$work/scraped")"
if [ -n "$missing" ]; then
    fail "never scraped: $missing"
fi
echo "  $(wc -l < "$work/used") names"
# Every expression of the dashboard is one that Prometheus understands; its variables stand for everything here.
echo "Asking what the dashboard asks"
asked=0
while IFS= read -r expression; do
    promtool query instant "$prometheus" "$expression" > "$work/answer.log" 2>&1 || fail "the dashboard asks $expression"
    asked=$((asked + 1))
done < <(grep -oP '"expr": "\K.*(?=",?$)' "$docs/dashboard.json" \
    | sed -e 's/\\"/"/g' -e 's/\$__rate_interval/5s/g' -e 's/\$[a-z]*/.*/g')
[ "$asked" -gt 10 ] || fail "only $asked expressions were found in the dashboard"
echo "  $asked expressions"

# Days are what an alert on a certificate is written in.
echo "Checking the meters themselves"
curl -sf "$gateway/actuator/prometheus" | grep -E '^(# (HELP|TYPE) )?headgate_' > "$work/meters"
fault="$(promtool check metrics < "$work/meters" 2>&1 | grep -v '^headgate_certificate_days_left use base unit' || true)"
if [ -n "$fault" ]; then
    fail "$fault"
fi
echo "Done."
