internal import CLinux

/// How much room a file system has, for somebody without privileges.
public struct VolumeSpace: Hashable, Sendable {
    public let totalBytes: UInt64
    /// Without what is kept back for root.
    public let availableBytes: UInt64
    /// Nil where the number of files has no limit of its own, as on btrfs.
    public let totalFiles: UInt64?
    public let availableFiles: UInt64?

    public init(
        totalBytes: UInt64,
        availableBytes: UInt64,
        totalFiles: UInt64?,
        availableFiles: UInt64?
    ) {
        self.totalBytes = totalBytes
        self.availableBytes = availableBytes
        self.totalFiles = totalFiles
        self.availableFiles = availableFiles
    }

    init(_ volume: linux_volume) {
        totalBytes = VolumeSpace.product(volume.blocks, volume.block_bytes)
        availableBytes = VolumeSpace.product(volume.blocks_available, volume.block_bytes)
        totalFiles = volume.files == 0 ? nil : volume.files
        availableFiles = volume.files == 0 ? nil : volume.files_free
    }

    /// Some servers answer with huge numbers for "no limit".
    private static func product(_ blocks: UInt64, _ bytes: UInt64) -> UInt64 {
        let (product, isTooLarge) = blocks.multipliedReportingOverflow(by: bytes)
        return isTooLarge ? .max : product
    }
}
