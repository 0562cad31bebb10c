internal import Media
public import Model
internal import Platform
internal import Profiles
internal import Spool

extension SiteDesk {
    var room: ProfileRoom {
        ProfileRoom(
            input: site.folders.input,
            output: site.folders.output,
            profiles: site.folders.profiles,
            numbers: numbers
        )
    }

    public func profiles() throws(DeskRefusal) -> ProfileTree {
        let room = room
        try room.checkInput()
        var catalogue = room.catalogue()
        return ProfileTree(ProfileSurvey(&catalogue, disk: room.disk), room.places)
    }

    public func effectiveProfile(_ path: Path) throws(DeskRefusal) -> EffectiveProfile {
        let room = room
        let target = try ProfileTarget(try below(path), room, absolute: absolute)
        var catalogue = room.catalogue()
        // Results are told by their paths below the output, as those of jobs are.
        return EffectiveProfile(WhichAnswer(target, &catalogue, output: nil))
    }

    public func checkProfiles(_ path: Path?) throws(DeskRefusal) -> ProfileVerdicts {
        let room = room
        var selection = ProfileSelection(room)
        if let path {
            try selection.add([try below(path)], absolute: absolute)
        } else {
            try room.checkInput()
            try selection.add([], absolute: absolute)
        }
        var rows: [CheckedProfile] = []
        for chosen in selection.profiles {
            do throws(MediaFailure) {
                rows.append(try CheckedProfile(chosen, check))
            } catch {
                let shown = Quoted.path(chosen.origin.path)
                throw DeskRefusal(.unavailable, "\(shown) could not be tried: \(error)")
            }
        }
        return ProfileVerdicts(rows, selection)
    }

    private func absolute(_ path: Path) -> Path {
        path.isAbsolute ? path : site.folders.input.appending(path)
    }

    /// Who asks over the network sees what is about films and profiles, and nothing else of this
    /// machine: not even whether it is there.
    private func below(_ path: Path) throws(DeskRefusal) -> Path {
        guard !path.bytes.starts(with: Array("builtin:".utf8)) else { return path }
        let whole = absolute(path).normalized
        let roots = [site.folders.input, site.folders.profiles].compactMap { $0?.normalized }
        guard roots.contains(where: { whole == $0 || whole.relative(to: $0) != nil }) else {
            throw DeskRefusal(
                .notFound,
                "\(Quoted.path(path)) lies neither below the input nor among the profiles",
                hint: "reelmill profiles ls"
            )
        }
        return whole
    }

    public func scan() throws(DeskRefusal) -> ScanSummary? {
        try trying { spool throws(SpoolError) in try spool.readScanReport() }
    }

    public func doctor() throws(DeskRefusal) -> DoctorReport {
        let release = "version \(Product.version), FFmpeg \(MediaLibraries.release)"
        var findings = [DoctorFinding("program", .ok, release)]
        do throws(SystemError) {
            let volume = try DirectoryVolume(root: site.folders.spool)
            let reader = ClusterReader(volume, hostName: site.spool.holder.node)
            findings += ClusterExamination(reader, room, spool: site.folders.spool).findings {
                profile throws(MediaFailure) in try check.result(of: profile)
            }
        } catch {
            findings.append(DoctorFinding("spool", .failure, "\(error)"))
        }
        return DoctorReport(findings)
    }
}
