public import Model

/// Holds a recipe against the installed libraries, before there is a film: names, options, values,
/// ranges, and what fits together, found by libav's own tables and by opening what it names.
public enum RecipeTrial {
    /// All that is wrong with it or lacking here.
    public static func complaints(about recipe: EncodeRecipe) -> [RecipeComplaint] {
        LogCapture.during { log in log.unheard { judge(recipe.resolved(for: .usual)) } }
    }

    private static func judge(_ recipe: EncodeRecipe) -> [RecipeComplaint] {
        let picture = PictureTrial(recipe.video)
        let sound = SoundTrial(recipe.audio)
        let muxer = MuxerTrial(recipe, picture: picture.opened, sound: sound.opened)
        return picture.complaints + sound.complaints + muxer.complaints
    }

    /// Of a ladder those of each of its renditions and sounds, which are told by their names.
    public static func complaints(about profile: EncodingProfile) -> [RecipeComplaint] {
        guard let ladder = profile.ladder else { return complaints(about: profile.recipe) }
        let ofRenditions = ladder.renditions.flatMap { rendition in
            complaints(about: recipe(of: rendition, profile)).map { complaint in
                var complaint = complaint
                complaint.rendition = rendition.name
                return complaint
            }
        }
        return ofRenditions + ladder.sounds.flatMap { complaints(about: $0, profile, ladder) }
    }

    private static func complaints(
        about sound: Ladder.Sound,
        _ profile: EncodingProfile,
        _ ladder: Ladder
    ) -> [RecipeComplaint] {
        guard var rendition = ladder.renditions.first else { return [] }
        rendition.audio = sound.recipe
        return complaints(about: recipe(of: rendition, profile)).map { complaint in
            var complaint = complaint
            // What is wrong with the picture is told by the renditions themselves.
            (complaint.rendition, complaint.sound) = (rendition.name, sound.name)
            return complaint
        }
    }

    /// A rendition as a film of its own, in its own size.
    public static func recipe(
        of rendition: Ladder.Rendition,
        _ profile: EncodingProfile
    ) -> EncodeRecipe {
        var recipe = profile.recipe
        recipe.video = rendition.video
        recipe.audio = rendition.audio
        recipe.container = MuxerTrial.fileFormat(of: recipe.container)
        if rendition.width != nil || rendition.height != nil {
            let size = [rendition.width, rendition.height].map { $0.map(String.init) ?? "-2" }
            let filters = recipe.video.filters.map { "\($0)," } ?? ""
            recipe.video.filters = filters + "scale=\(size[0]):\(size[1])"
        }
        return recipe
    }

    /// Throws all that is wrong in one.
    static func check(_ recipe: EncodeRecipe) throws(MediaFailure) {
        if let failure = MediaFailure(complaints(about: recipe)) { throw failure }
    }
}

extension SliceEncoding {
    /// Finds what is wrong with a recipe's picture and container before there is a film: names of
    /// encoder, container, pixel format and options, their values, and the filters.
    public static func check(_ recipe: EncodeRecipe) throws(MediaFailure) {
        var silent = recipe
        silent.audio = AudioRecipe()
        try RecipeTrial.check(silent)
    }
}
