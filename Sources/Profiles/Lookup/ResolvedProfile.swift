public import Model

/// What a chain of files came to. Everything that is encoded by the same files shares one, from
/// scan to scan, until one of them changes; then there is another one in its place.
public final class ResolvedProfile: Sendable {
    public enum Outcome: Sendable {
        case profile(ReadProfile)
        /// Films wait until it is mended; they are never encoded by another profile instead.
        case invalid(ConfigurationError, leaf: Path)
    }

    /// The root first, the leaf last. Of an invalid one as far as it could be followed.
    public let chain: [ProfileSource.Origin]
    public let outcome: Outcome

    init(_ chain: [ProfileSource.Origin], _ outcome: Outcome) {
        (self.chain, self.outcome) = (chain, outcome)
    }

    public var profile: EncodingProfile? {
        if case .profile(let read) = outcome { read.profile } else { nil }
    }

    public var error: ConfigurationError? {
        if case .invalid(let error, _) = outcome { error } else { nil }
    }
}

/// By which rule a profile was found.
public enum ProfileFound: String, Hashable, Sendable, CaseIterable {
    /// The film's own file, beside it.
    case companion
    /// `profile.conf` in its folder or in one above it.
    case folder
    /// The film's own file, in the tree of profiles.
    case mirroredCompanion
    /// By the same folders in the tree of profiles.
    case mirrored
    /// The default of the tree of profiles.
    case standard
    /// The default of the program.
    case builtin
}

/// The profile of a folder, for the films in it that have none of their own.
public struct FolderProfile: Sendable {
    public let resolved: ResolvedProfile
    public let found: ProfileFound
    /// False while one of the files was changed so lately that it may still be written: a film had
    /// better wait for the next look.
    public let isSettled: Bool
}

/// The profile of a film, and what follows from it and from where the film lies.
public struct FilmProfile: Sendable {
    public let resolved: ResolvedProfile
    public let found: ProfileFound
    /// As in `FolderProfile`.
    public let isSettled: Bool
    /// By the profile, else by the number of the film's folder, else 0.
    public let priority: Int
    /// The number of the folder that says the priority if the profile does not.
    public let folderNumber: Int?
    /// Below the output; nil while the profile is invalid.
    public let result: Path?
}

/// How the catalogue has a chain read; the real one, or a test's.
public struct ProfileInterpreter: Sendable {
    public var read:
        @Sendable (_ chain: [ProfileSource], _ name: String) -> Result<
            ReadProfile, ConfigurationError
        >
    public var extends: @Sendable (ProfileSource) -> ProfileExtends?

    public init(
        read:
            @escaping @Sendable ([ProfileSource], String) -> Result<
                ReadProfile, ConfigurationError
            >,
        extends: @escaping @Sendable (ProfileSource) -> ProfileExtends?
    ) {
        (self.read, self.extends) = (read, extends)
    }

    public static let standard = ProfileInterpreter(
        read: { chain, name in
            do throws(ConfigurationError) {
                return .success(try ProfileReading.read(chain, name: name))
            } catch {
                return .failure(error)
            }
        },
        extends: { ProfileReading.extends($0) }
    )
}
