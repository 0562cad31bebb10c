/// Whether folders right below the input that are called by a whole number say how soon their films
/// are encoded, as in clustercode 1.x.
public enum NumberedFolders: String, Hashable, Sendable, CaseIterable {
    /// Where the folder of profiles holds `default.ffmpeg`, which clustercode 1.x cannot do
    /// without.
    case auto
    case yes, no
}
