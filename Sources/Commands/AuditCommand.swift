internal import CommandLine
internal import Model
internal import Platform
internal import Spool

/// `reelmill audit`
enum AuditCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let settings = try context.settings().settings
        guard let set = settings[SettingsTable.spool] else {
            throw Failure(
                .invalidConfiguration,
                "no spool is set; --root or --spool says where it is",
                hint: "reelmill help audit"
            )
        }
        let path = context.surroundings.absolute(set)
        // Only what must be: an audit writes nothing, not even to have a listing renewed.
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        let volume = DirectoryVolume(root: path, traits: traits)
        try check(SpoolOpening(of: volume), path)
        let report: AuditReport
        do throws(SystemError) {
            report = try Audit.report(of: volume)
        } catch {
            throw Failure(.temporary, "\(error)")
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).audit/1",
                body: AuditBody(report, path)
            )
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(AuditText.text(report, of: path))
        }
        return report.isClean ? .done : .failed
    }

    private static func check(_ opening: SpoolOpening, _ path: Path) throws(Failure) {
        let shown = Quoted.path(path)
        switch opening {
        case .open: return
        case .missing:
            throw Failure(
                .temporary,
                "there is no spool at \(shown): its file SPOOL is missing; is the volume mounted?"
            )
        case .wrongFormat(let found):
            throw Failure(
                .failed,
                "the spool at \(shown) has format \(found), and this version reads format "
                    + "\(SpoolFormat.current)"
            )
        case .damaged:
            throw Failure(.failed, "the file SPOOL at \(shown) does not say what it should")
        case .unreadable(let error):
            throw Failure(.temporary, "\(error)")
        }
    }
}
