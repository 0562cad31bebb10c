/// What people can have sent to them, and what is sent where nobody says.
public enum NotableEvents {
    public static let all = [
        "job.queued", "job.published", "job.failed", "job.cancelled", "job.retried",
        "node.joined", "node.left", "node.lost", "node.drained", "node.load_high", "leader.took",
        "file.seen", "file.rejected", "profile.invalid", "volume.low", "batch.finished",
        "cluster.paused", "cluster.resumed", "history.removed",
    ]
    /// What a person must know.
    public static let usual = ["job.failed", "node.lost", "volume.low", "batch.finished"]
}
