internal import CFFmpeg
internal import CLibav
internal import Model

/// Carries on what a source says beside its packets: tags, roles, side data, chapters.
enum StreamTags {
    /// Tags that speak of the file they were in, not of the film.
    private static let ofTheFile: Set<String> = [
        "encoder", "major_brand", "minor_version", "compatible_brands", "duration", "bps",
        "number_of_frames", "number_of_bytes", "_statistics_tags", "_statistics_writing_app",
        "_statistics_writing_date_utc", "source_id", "vendor_id",
    ]

    static func copy(_ source: OpaquePointer?, to target: inout OpaquePointer?) {
        for tag in Options.entries(of: source) where !isOfTheFile(tag.name) {
            av_dict_set(&target, tag.name, tag.value, 0)
        }
    }

    static func isOfTheFile(_ tag: String) -> Bool {
        let name = tag.lowercased()
        // Matroska's statistics may have a language behind their name.
        let base = name.split(separator: "-").first.map(String.init) ?? name
        return ofTheFile.contains(name) || ofTheFile.contains(base)
    }

    static func set(_ tags: [CodecOption], on target: inout OpaquePointer?) {
        for tag in tags { av_dict_set(&target, tag.name, tag.value, 0) }
    }

    /// Rotation, the display it was graded on and the like.
    static func copySideData(
        from source: UnsafeMutablePointer<AVStream>,
        to target: UnsafeMutablePointer<AVStream>,
        unless isDropped: (AVPacketSideDataType) -> Bool = { _ in false }
    ) throws(MediaFailure) {
        for index in 0..<libav_side_data_count(source) {
            guard let data = libav_side_data(source, index), !isDropped(data.pointee.type),
                !isThere(data.pointee.type, target)
            else { continue }
            try libav("carry on what the stream says of itself", nil) {
                libav_add_side_data(
                    target,
                    data.pointee.type,
                    data.pointee.data,
                    data.pointee.size
                )
            }
        }
    }

    /// Each chapter, on the result's time line.
    static func copyChapters(
        from source: Demuxer,
        to target: Muxer,
        _ clock: OutputClock
    ) throws(MediaFailure) {
        for index in 0..<Int(source.context.pointee.nb_chapters) {
            guard let chapter = source.context.pointee.chapters[index] else { continue }
            let base = Rational(chapter.pointee.time_base)
            guard base.isPositive else { continue }
            var tags: OpaquePointer?
            copy(chapter.pointee.metadata, to: &tags)
            let start = clock.time(chapter.pointee.start, base, in: base)
            let end = clock.time(chapter.pointee.end, base, in: base)
            try libav("carry on chapter \(index + 1) of", source.path) {
                libav_add_chapter(
                    target.context,
                    chapter.pointee.id,
                    base.libav,
                    max(0, start),
                    max(0, end),
                    tags
                )
            }
        }
    }

    private static func isThere(
        _ type: AVPacketSideDataType,
        _ stream: UnsafeMutablePointer<AVStream>
    ) -> Bool {
        (0..<libav_side_data_count(stream)).contains {
            libav_side_data(stream, $0)?.pointee.type == type
        }
    }
}
