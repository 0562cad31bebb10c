internal import Model
internal import Spool

/// What was counted, as text.
extension NodeMetrics {
    func addWork(_ text: inout MetricsText, _ counts: Tally.Counts) {
        text.add(
            "reelmill_slice_attempts_total",
            .counter,
            "How attempts at slices came out; lost ones are counted by who took them back.",
            counts.attempts.sorted { ($0.key.node, $0.key.result) < ($1.key.node, $1.key.result) }
                .map { attempt, count in
                    (
                        [
                            (name: "result", value: attempt.result),
                            (name: "node", value: attempt.node),
                        ], Double(count)
                    )
                }
        )
        text.add(
            "reelmill_slice_encode_seconds",
            "How long slices took, from their claim to their proof.",
            histograms: counts.sliceSeconds.sorted { $0.key < $1.key }.map { encoder, histogram in
                ([(name: "encoder", value: encoder)], histogram)
            }
        )
        text.add(
            "reelmill_encoded_media_seconds_total",
            .counter,
            "Seconds of film that were encoded; its rate is how many times real time.",
            NodeMetrics.samples("encoder", counts.mediaSeconds)
        )
        addClaims(&text, counts)
        text.add(
            "reelmill_children_ended_total",
            .counter,
            "How child processes ended.",
            counts.children.sorted { ($0.key.stage, $0.key.end) < ($1.key.stage, $1.key.end) }
                .map { child, count in
                    (
                        [
                            (name: "stage", value: child.stage),
                            (name: "class", value: child.end),
                        ], Double(count)
                    )
                }
        )
    }

    private func addClaims(_ text: inout MetricsText, _ counts: Tally.Counts) {
        text.add(
            "reelmill_claims_total",
            .counter,
            "Tasks that this node took.",
            Double(counts.claims)
        )
        text.add(
            "reelmill_claim_conflicts_total",
            .counter,
            "Tasks that somebody else took a moment earlier.",
            Double(counts.conflicts)
        )
        text.add(
            "reelmill_claims_reclaimed_total",
            .counter,
            "Tasks that this node took away: by whether the task stood still or its node is gone.",
            Reclaim.allCases.map { reason in
                (
                    [(name: "reason", value: reason.rawValue)],
                    Double(counts.takenBack[reason] ?? 0)
                )
            }
        )
        text.add(
            "reelmill_nodes_lost_total",
            .counter,
            "Nodes that this node took for dead.",
            Double(counts.nodesLost)
        )
    }

    func addJobs(_ text: inout MetricsText, _ counts: Tally.Counts) {
        text.add(
            "reelmill_jobs_finished_total",
            .counter,
            "Jobs whose end this node recorded.",
            NodeMetrics.samples("result", counts.ended.mapValues(Double.init))
        )
        text.add(
            "reelmill_job_duration_seconds",
            "From when a film was taken in until its result was published.",
            histograms: counts.jobSeconds.sorted { $0.key < $1.key }.map { profile, histogram in
                ([(name: "profile", value: profile)], histogram)
            }
        )
        text.add(
            "reelmill_input_bytes_total",
            .counter,
            "Bytes of the sources that are done.",
            NodeMetrics.samples("profile", counts.inputBytes)
        )
        text.add(
            "reelmill_output_bytes_total",
            .counter,
            "Bytes of their results.",
            NodeMetrics.samples("profile", counts.outputBytes)
        )
        text.add(
            "reelmill_last_job_success_timestamp_seconds",
            .gauge,
            "When this node last recorded a job that was done, since 1970.",
            counts.lastSuccess
        )
    }

    func addScans(_ text: inout MetricsText, _ counts: Tally.Counts) {
        text.add(
            "reelmill_scan_duration_seconds",
            "How long looks at all of the input took.",
            histograms: counts.scans.count > 0 ? [([], counts.scans)] : []
        )
        text.add(
            "reelmill_scan_errors_total",
            .counter,
            "What could not be looked at.",
            Double(counts.scanErrors)
        )
    }

    func addFront(_ text: inout MetricsText, _ counts: Tally.Counts) {
        text.add(
            "reelmill_http_requests_total",
            .counter,
            "Requests that were answered.",
            counts.requests.sorted { left, right in
                (left.key.route, left.key.method, left.key.code)
                    < (right.key.route, right.key.method, right.key.code)
            }.map { request, count in
                (
                    [
                        (name: "route", value: request.route),
                        (name: "method", value: request.method),
                        (name: "code", value: "\(request.code)"),
                    ], Double(count)
                )
            }
        )
        text.add(
            "reelmill_http_request_duration_seconds",
            "How long answers took.",
            histograms: counts.requestSeconds.sorted { $0.key < $1.key }.map { route, histogram in
                ([(name: "route", value: route)], histogram)
            }
        )
        text.add(
            "reelmill_http_wrong_tokens_total",
            .counter,
            "Tokens that were shown to this node and are not its own.",
            Double(counts.wrongTokens)
        )
        text.add(
            "reelmill_event_clients",
            .gauge,
            "How many listen to the live events.",
            eventClients.map(Double.init)
        )
        text.add(
            "reelmill_notifications_total",
            .counter,
            "What became of notifications.",
            counts.notifications.sorted { left, right in
                (left.key.target, left.key.result) < (right.key.target, right.key.result)
            }.map { notification, count in
                (
                    [
                        (name: "target", value: notification.target),
                        (name: "result", value: notification.result),
                    ], Double(count)
                )
            }
        )
    }

    private static func samples(
        _ label: String,
        _ values: [String: Double]
    ) -> [(labels: MetricsText.Labels, value: Double)] {
        values.sorted { $0.key < $1.key }.map { ([(name: label, value: $0.key)], $0.value) }
    }
}
