internal import Model
internal import Platform
internal import Profiles
internal import Spool

extension ScanEngine {
    /// Which folders below one are visited as well.
    enum Descent { case always, whereNew }

    /// Visits folders, parents first and links never.
    mutating func visit(_ start: [(Path, FolderContext)], descends: Descent) {
        var waiting = start
        while let (folder, context) = waiting.popLast() {
            guard pass.isWanted() else {
                pass.isWhole = false
                return
            }
            waiting += visit(folder, context, descends)
        }
    }

    private struct Listing {
        var folders: [(name: FileName, inode: UInt64)] = []
        /// With why they are left alone.
        var ignored: [FileName: String] = [:]
        var candidates: [FileName] = []
        var profiles = FolderListing()
        var markers: Set<FileName> = []
        var isHeld = false
        var hasIgnoreFile = false
    }

    /// - Returns: The folders that are to be visited next.
    private mutating func visit(
        _ folder: Path,
        _ above: FolderContext,
        _ descends: Descent
    ) -> [(Path, FolderContext)] {
        let listing: Listing
        do throws(SystemError) {
            listing = try list(folder)
            if folder != FilmBook.top, book[folder] != nil { book[folder] = nil }
        } catch {
            cannotList(folder, error)
            return []
        }
        let old = book.pages.removeValue(forKey: folder)
        var page = FolderPage(context: context(of: folder, listing, above))
        (page.markers, page.listing) = (listing.markers, listing.profiles)
        page.profile = profile(of: folder, listing.profiles)
        let isOther = old.map { $0.context != page.context || $0.profile !== page.profile } ?? true
        for (name, reason) in listing.ignored {
            page.entries[name] = FilmEntry(state: .ignored(reason))
        }
        let next = subfolders(of: folder, listing, old, &page)
        lookAtFilms(of: folder, listing, old, &page)
        book.pages[folder] = page
        for gone in (old?.subfolders ?? []).subtracting(page.subfolders) {
            lose(book.remove(FilmBook.place(folder, gone)))
        }
        let descendsAll = descends == .always || isOther
        return next.filter { descendsAll || book.pages[$0] == nil }.map { ($0, page.context) }
    }

    private mutating func list(_ folder: Path) throws(SystemError) -> Listing {
        var listing = Listing()
        var reader = try DirectoryReader(source(folder))
        while let entry = try reader.next() {
            listing.profiles.note(entry.name)
            switch entry.name {
            case DropNames.holdFile: listing.isHeld = true
            case DropNames.ignoreFile: listing.hasIgnoreFile = true
            default: note(entry, folder, &listing)
            }
            if entry.name.bytes.suffix(5).elementsEqual(".done".utf8) {
                listing.markers.insert(entry.name)
            }
        }
        return listing
    }

    private func note(_ entry: DirectoryEntry, _ folder: Path, _ listing: inout Listing) {
        let path = source(FilmBook.place(folder, entry.name))
        let isFilm = DropNames.file(entry.name)
        switch entry.kind ?? (try? Directory.status(of: path).kind) {
        case .directory: listing.folders.append((entry.name, entry.inode))
        case .regular:
            switch isFilm {
            case .candidate: listing.candidates.append(entry.name)
            case .ignored(let reason): listing.ignored[entry.name] = reason
            case .other: return
            }
        case .symbolicLink:
            let isFolder = (try? Directory.target(of: path).kind) == .directory
            if isFolder || isFilm == .candidate {
                listing.ignored[entry.name] = "a symbolic link, and links are not followed"
            }
        case let kind?:
            if isFilm == .candidate { listing.ignored[entry.name] = "it is \(kind)" }
        case nil: return
        }
    }

    private mutating func cannotList(_ folder: Path, _ error: SystemError) {
        let isGone = error.errno == .noSuchFile || error.errno == .notADirectory
        if isGone, folder != FilmBook.top, let name = folder.name {
            book.pages[folder.parent]?.subfolders.remove(name)
            return lose(book.remove(folder))
        }
        // What is in it stays as it was: nothing is known of it.
        pass.isWhole = false
        pass.troubles.append("\(error)")
        guard folder != FilmBook.top, let name = folder.name else { return }
        let isDenied = error.errno == .accessDenied || error.errno == .operationNotPermitted
        let state: Sighting.State =
            isDenied
            ? .denied(FilmReader.denial(source(folder), error))
            : .trouble(cause: "\(error.errno)", readAgainIn: lookAgainAfter)
        book.pages[folder.parent]?.entries[name] = FilmEntry(state: state)
    }

    /// The folder itself, or the nearest above it that was listed before.
    func nearestKnown(_ folder: Path) -> Path? {
        guard folder != input else { return FilmBook.top }
        guard var next = folder.relative(to: input) else { return nil }
        while book.pages[next] == nil, next != FilmBook.top { next = next.parent }
        return next
    }

    // MARK: What holds in a folder

    /// Nil where the folder above is not known.
    func context(above folder: Path) -> FolderContext? {
        folder == FilmBook.top ? FolderContext() : book.pages[folder.parent]?.context
    }

    private mutating func context(
        of folder: Path,
        _ listing: Listing,
        _ above: FolderContext
    ) -> FolderContext {
        var context = above
        if listing.isHeld, context.hold == nil {
            context.hold = FilmBook.place(folder, DropNames.holdFile)
        }
        let path = FilmBook.place(folder, DropNames.ignoreFile)
        guard listing.hasIgnoreFile, let list = ignoreList(path) else {
            ignoreFiles[path] = nil
            return context
        }
        let place = folder == FilmBook.top ? nil : folder
        context.ignores.append(FolderContext.IgnoreFile(folder: place, list: list))
        return context
    }

    /// Read anew only when it changed.
    private mutating func ignoreList(_ path: Path) -> IgnoreList? {
        do throws(SystemError) {
            let stamp = FileStamp(try Directory.target(of: source(path)))
            if let known = ignoreFiles[path], known.stamp.isUnchanged(since: stamp) {
                return known.list
            }
            let file = try OpenFile(source(path), for: .readRegular)
            let list = IgnoreList(try file.readAll(limit: IgnoreList.bytesMax))
            ignoreFiles[path] = ReadIgnoreFile(stamp: stamp, list: list)
            for problem in list.problems {
                site.journal.tell(
                    .warning,
                    "\(Quoted.path(source(path))):\(problem.line): \(problem.reason); the line is "
                        + "passed over"
                )
            }
            return list
        } catch {
            // Better nothing of the folder is taken than what somebody wanted left alone.
            pass.troubles.append("\(error)")
            return ignoreFiles[path]?.list ?? IgnoreList(Array("*".utf8))
        }
    }

    private mutating func profile(of folder: Path, _ listing: FolderListing) -> ResolvedProfile {
        pass.listed.insert(folder)
        let found = catalogue.profile(forFolder: source(folder), listing: listing).resolved
        if let profile = found.profile { noteDoneFolder(profile) }
        return found
    }

    mutating func noteDoneFolder(_ profile: EncodingProfile) {
        guard case .move(let folder) = profile.publication.source else { return }
        doneFolders.insert(folder.normalized)
    }

    // MARK: What is in it

    private func subfolders(
        of folder: Path,
        _ listing: Listing,
        _ old: FolderPage?,
        _ page: inout FolderPage
    ) -> [Path] {
        var next: [Path] = []
        for (name, inode) in listing.folders {
            let path = FilmBook.place(folder, name)
            if let reason = reasonToPass(path, name, inode, page.context) {
                page.entries[name] = FilmEntry(state: .ignored(reason))
                continue
            }
            page.subfolders.insert(name)
            // One that could not be listed the last time.
            if let trouble = old?.entries[name] { page.entries[name] = trouble }
            if leads(path) { next.append(path) }
        }
        return next
    }

    private func reasonToPass(
        _ path: Path,
        _ name: FileName,
        _ inode: UInt64,
        _ context: FolderContext
    ) -> String? {
        if let what = own.what(source(path), inode: inode) { return "it is \(what)" }
        if let reason = DropNames.folder(name) { return reason }
        if doneFolders.contains(path) { return "a profile moves sources there when they are done" }
        return context.reason(toIgnore: path, isFolder: true)
    }

    private mutating func lookAtFilms(
        of folder: Path,
        _ listing: Listing,
        _ old: FolderPage?,
        _ page: inout FolderPage
    ) {
        var entries = old?.entries ?? [:]
        // The new ones in the order of their names: so they come into the queue.
        var names = listing.candidates.filter { entries[$0] != nil }
        names += listing.candidates.filter { entries[$0] == nil }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for (index, name) in names.enumerated() {
            let before = entries.removeValue(forKey: name)
            guard index % 256 != 255 || pass.isWanted() else {
                // The rest stays as it was.
                pass.isWhole = false
                if let before { page.entries[name] = before }
                page.entries.merge(entries) { new, _ in new }
                return
            }
            let path = FilmBook.place(folder, name)
            guard isCovered(path) else {
                if let before { page.entries[name] = before }
                continue
            }
            let entry = look(at: path, before, page)
            settle(path, before, entry)
            page.entries[name] = entry
        }
        lose(
            entries.filter { page.entries[$0.key] == nil && !page.subfolders.contains($0.key) }
                .map { (FilmBook.place(folder, $0.key), $0.value) }
        )
    }
}
