#pragma once

#include <string_view>

namespace rerate {

// The one list of everything a user can be told off for: symbol, code, title, and what to do.
// `rerate help errors` and docs/errors.md are made from it. Codes are never reused.
//   RR1xx files and text   RR2xx store, packs, catalogue   RR3xx formulas   RR4xx study files
//   RR5xx events and statistics   RR6xx models   RR7xx publishing   RR8xx multiverse   RR9xx command line
#define RERATE_ERROR_CODES(X)                                                                               \
  X(file_missing, "RR101", "file not found",                                                                \
    "Check the path; it is read relative to the folder you run in, or to the file that names it.")          \
  X(file_unreadable, "RR102", "file cannot be read", "Check that it is a file and that you may read it.")   \
  X(file_unwritable, "RR103", "file or folder cannot be written",                                           \
    "Choose a folder you may write to with --out, or free some space. Nothing was changed.")                \
  X(file_empty, "RR104", "file is empty", "Give a file with a header row and at least one value.")          \
  X(line_too_long, "RR105", "line too long",                                                                \
    "A data line holds at most 1 MiB. Is the file really a table with line breaks?")                        \
  X(csv_header, "RR110", "wrong header",                                                                    \
    "The first row names the columns that the pack's series.toml reads.")                                   \
  X(csv_row, "RR111", "malformed row", "Every row has as many cells as the header.")                        \
  X(csv_number, "RR112", "not a number",                                                                    \
    "Write plain decimal numbers; leave the cell empty when there is no figure.")                           \
  X(csv_date, "RR113", "not a date of this frequency",                                                      \
    "Write 2025-05-30, or 2025-05 for months, 2025Q2 for quarters, 2025 for years.")                        \
  X(csv_order, "RR114", "dates out of order or repeated",                                                   \
    "Sort rows by date and keep one row per date (and per known_at, where there is one).")                  \
  X(value_range, "RR115", "value outside the valid range",                                                  \
    "Either the figure is wrong, or `range` in series.toml is.")                                            \
  X(not_text, "RR116", "not a text table",                                                                  \
    "Save the table as CSV in UTF-8; spreadsheets and UTF-16 files are not read.")                          \
  X(known_too_early, "RR117", "a figure known before its period",                                           \
    "Correct the release rule, the known_at column, or the dates.")                                         \
  X(store_missing, "RR201", "no store yet", "Import a pack first: rerate data import DIR.")                 \
  X(store_unusable, "RR202", "the store cannot be opened",                                                  \
    "It was written by another version or is damaged: move it away and import the packs again.")            \
  X(store_busy, "RR203", "another import is running", "Wait for it to end, then try again.")                \
  X(pack_missing, "RR210", "pack not found",                                                                \
    "Give its folder: --pack NAME=DIR, where DIR has a series.toml.")                                       \
  X(pack_manifest, "RR211", "series.toml is not right", "See docs/packs.md for its fields.")                \
  X(pack_conflict, "RR212", "two packs define the same series",                                             \
    "Series ids are unique over all packs: rename one of them.")                                            \
  X(pack_data_absent, "RR213", "the pack's data are not here",                                              \
    "Point to the folder that holds them: --pack NAME=DIR.")                                                \
  X(release_rule, "RR214", "release rule not understood",                                                   \
    "Examples: \"+16d\", \"first Friday +1m\", \"third Thursday\", \"last business day +1d\".")             \
  X(pack_vanishing, "RR216", "the pack would lose most of its series",                                      \
    "Rename the pack if it is another one, or import it with --replace.")                                   \
  X(bank_format, "RR215", "not a gretl databank", "Give the .idx file; its .bin stands beside it.")         \
  X(unknown_series, "RR220", "unknown series", "rerate data list shows what there is.")                     \
  X(trials_unusable, "RR221", "the ledger of trials cannot be used",                                        \
    "It stands beside the store; move it away to begin a new one, which forgets what was tried.")           \
  X(formula_unknown_series, "RR301", "unknown series in a formula",                                         \
    "Name a series of the study or a catalogue id; rerate data list shows them.")                           \
  X(formula_syntax, "RR302", "formula not understood", "See docs/formulas.md for the language.")            \
  X(formula_unknown_function, "RR303", "unknown function", "rerate help functions lists them.")             \
  X(formula_arguments, "RR304", "wrong arguments", "rerate help functions shows each signature.")           \
  X(formula_duration, "RR305", "duration does not fit",                                                     \
    "A duration is a whole number of the series' periods: 12m, 4q, 250d.")                                  \
  X(formula_frequency, "RR306", "frequencies differ", "Bring both to one frequency with resample().")       \
  X(formula_unit, "RR307", "units differ", "Only like is added to or compared with like.")                  \
  X(formula_kind, "RR308", "this kind of figure does not allow it",                                         \
    "docs/formulas.md has a table of kinds and what each allows.")                                          \
  X(formula_no_series, "RR309", "formula without a series", "Name at least one series.")                    \
  X(formula_too_large, "RR310", "formula too large", "Split it into several named series of the study.")    \
  X(formula_value, "RR311", "a value on which the formula is not defined",                                  \
    "Keep the values where the function is defined, e.g. with max() or clip().")                            \
  X(formula_look_ahead, "RR312", "formula looks into the future",                                           \
    "A formula reads the past only: lag(), never lead().")                                                  \
  X(study_file, "RR401", "the study file is not right", "See docs/study-file.md for its keys.")             \
  X(study_circular, "RR402", "series defined in a circle",                                                  \
    "A formula may not read itself, directly or through others.")                                           \
  X(study_as_of, "RR403", "nothing is known at the as-of date",                                             \
    "Choose a later as-of date, or leave out the series it names.")                                         \
  X(study_pack, "RR404", "series of a pack that the study does not name",                                   \
    "Add the pack to `packs` in [study].")                                                                  \
  X(study_look_ahead, "RR405", "a value from the future",                                                   \
    "A series holds figures known later than the as-of date: correct its known_at or its rule.")            \
  X(event_rule, "RR501", "the episode rule is not right", "See docs/study-file.md, section episodes.")      \
  X(event_never_fires, "RR502", "the episode rule never fires",                                             \
    "Compare its levels with the range of the signal.")                                                     \
  X(event_horizon, "RR503", "the horizon does not fit the data",                                            \
    "Choose a shorter horizon, or bring a longer price history.")                                           \
  X(event_prices, "RR504", "prices that give no return",                                                    \
    "Prices must be positive, and regular series without holes: fill(x) or a later `from`.")                \
  X(event_kinds, "RR505", "these series cannot be compared as returns",                                     \
    "Use two price indexes or two total-return indexes; index(x) cumulates returns.")                       \
  X(event_none_complete, "RR506", "no complete episode",                                                    \
    "Shorten the horizon, widen `from` and `to`, or drop an exclusion.")                                    \
  X(event_exclusion, "RR507", "an exclusion that excludes nothing",                                         \
    "Give a day inside the episode (for crests and troughs, within 31 days of it).")                        \
  X(event_frequency, "RR508", "signal and prices differ in frequency",                                      \
    "Bring them to one with resample(x, month, last) or resample(x, month, mean).")                         \
  X(event_too_many, "RR509", "too many events for the bootstrap",                                           \
    "Ask for fewer draws, or for a rule that fires less often.")                                            \
  X(regression_collinear, "RR521", "drivers that say the same", "Leave one of the named drivers out.")      \
  X(regression_too_few, "RR522", "too few observations",                                                    \
    "Use fewer drivers, a longer sample, or a shorter window.")                                             \
  X(regression_no_variation, "RR523", "a series that does not vary", "Leave it out, or check its formula.") \
  X(regression_not_finite, "RR524", "a missing or infinite figure in a regression",                         \
    "Check the formula over the sample, or shorten it.")                                                    \
  X(regression_settings, "RR525", "a setting that an estimator cannot take",                                \
    "See docs/study-file.md for what may stand there.")                                                     \
  X(regression_separation, "RR526", "outcomes that a driver separates perfectly",                           \
    "The likelihood has no maximum then: leave the driver out, or use a longer sample.")                    \
  X(mixture_collapsed, "RR531", "a regime that collapses onto a few points",                                \
    "Ask for fewer regimes, or use a longer sample.")                                                       \
  X(mixture_not_converged, "RR532", "a regime fit that does not converge",                                  \
    "Ask for fewer regimes or more iterations, or check the series for jumps.")                             \
  X(curve_no_inversion, "RR601", "the curve never inverts",                                                 \
    "Check the curve's formula and the inversion's level.")                                                 \
  X(curve_no_peaks, "RR602", "no business-cycle peak in the sample",                                        \
    "`peaks` must be an indicator that is 1 in the months of peaks, such as nber.peak.")                    \
  X(curve_peaks_type, "RR603", "no monthly indicator of peaks",                                             \
    "Name an indicator that is 1 in the months of peaks, such as nber.peak.")                               \
  X(curve_few_leads, "RR604", "fewer than five leads for a survival curve",                                 \
    "Leave `survival` out: the curve is then shown as soon as five inversions have led.")                   \
  X(fair_value_fundamental, "RR611", "a fundamental that is zero or negative",                              \
    "Take sales or book, or begin the sample later with `from`.")                                           \
  X(fair_value_sample, "RR612", "too little common history for fair value",                                 \
    "Price, fundamental and drivers must overlap; see which begins last, or give coefficients.")            \
  X(fair_value_driver, "RR613", "a driver that is missing or unknown",                                      \
    "Give the driver a value in `set`, or say `rest = \"today\"`.")                                         \
  X(fair_value_scenario, "RR614", "a scenario that contradicts itself",                                     \
    "See docs/study-file.md for what a scenario may give together.")                                        \
  X(fair_value_blocks, "RR615", "too few blocks for a band",                                                \
    "Use a longer sample or shorter blocks, or set draws = 0 for the analytic band alone.")                 \
  X(fair_value_contractions, "RR616", "no contraction to average",                                          \
    "The recession scenario needs drivers that reach over at least two contractions.")                      \
  X(fair_value_kinds, "RR617", "no price, or no fundamental",                                               \
    "A price is an index or a level, a fundamental sales, book or earnings per unit of it.")                \
  X(fair_value_given, "RR618", "given coefficients that are not right",                                     \
    "See docs/study-file.md, key `given`: what it may hold, and in which units.")                           \
  X(recession_indicator, "RR621", "no monthly indicator of recessions",                                     \
    "Name an indicator that is 1 in the months of recessions, such as nber.recession.")                     \
  X(recession_sample, "RR622", "too few months to estimate a recession's probability",                      \
    "The curve must reach over settled months, some of recession and some not: see docs/study-file.md.")    \
  X(recession_window, "RR623", "no walk-forward forecast of recessions",                                    \
    "Give a shorter `first_window`, or a curve with a longer history.")                                     \
  X(recession_preset, "RR624", "published coefficients that do not fit the question",                       \
    "Say preset = \"none\", or ask for the horizon that they were estimated for.")                          \
  X(style_curve_sample, "RR631", "too little common history of styles and the curve",                       \
    "Curve, value and growth must overlap: begin sooner, close holes, or shorten what is asked for.")       \
  X(credit_type, "RR641", "no credit spread",                                                               \
    "A difference of rates (a - b) in pp, percent or bp, monthly or finer: resample(x, month, last).")      \
  X(credit_history, "RR642", "too short a history of credit",                                               \
    "At least 24 months are needed: bring a longer series, or choose a later as-of date.")                  \
  X(credit_rule, "RR643", "the rule of all-clear, watch and stress is not right",                           \
    "For example stress = { percentile = 80 } and watch = { percentile = 60, change_3m = 0.5 }.")           \
  X(credit_weights, "RR644", "weights that are no shares of an index",                                      \
    "Weights are above 0; those of sectors add up to 1, or to 100.")                                        \
  X(credit_sector, "RR645", "a sector or constituent that does not match the index",                        \
    "Bring it to the frequency and unit of the index, over the same time.")                                 \
  X(scorecard_history, "RR651", "too little history for a scorecard",                                       \
    "Shorten `history`, or bring longer series.")                                                           \
  X(scorecard_release, "RR652", "release rule missing where the next release is asked",                     \
    "Give the series a `release` in its pack's series.toml, or say releases = false.")                      \
  X(scorecard_weight, "RR653", "a weight that is not positive",                                             \
    "Weights are above 0: leave an indicator out instead of weighing it 0.")                                \
  X(scorecard_stale, "RR654", "no score: too few recent figures",                                           \
    "Widen `stale`, bring newer figures, or take an earlier as-of date.")                                   \
  X(scorecard_then, "RR655", "a date that the score cannot be compared with",                               \
    "Take a date between the first score and the as-of date, or a length such as \"12m\".")                 \
  X(regimes_window, "RR661", "too little history for regimes",                                              \
    "Shorten `first_window`, or leave out the series that begins last.")                                    \
  X(regimes_feature, "RR662", "a feature of regimes that does not vary",                                    \
    "Leave it out, or check its formula.")                                                                  \
  X(regimes_returns, "RR663", "no return after a known regime",                                             \
    "Prices must reach beyond the first window of the features; shorten `first_window`.")                   \
  X(rotation_universe, "RR671", "too few sectors to rotate among",                                          \
    "Name at least two sectors with prices over the same time, and more than `k`.")                         \
  X(rotation_frequency, "RR672", "sectors, signals and rebalancing that differ in frequency",               \
    "Prices are daily or monthly, signals monthly: resample(x, month, last) or carry(x, onto).")            \
  X(rotation_kinds, "RR673", "sectors that are no prices of one kind",                                      \
    "Give all price indexes or all total-return indexes; index(x) cumulates returns.")                      \
  X(rotation_prices, "RR674", "a price at which nothing can be traded",                                     \
    "Prices must be above 0: correct the figure, or begin later with `from`.")                              \
  X(rotation_hole, "RR675", "a sector without a price inside its life",                                     \
    "A holding must be valued: bring the figure, begin later with `from`, or leave the sector out.")        \
  X(rotation_look_ahead, "RR676", "a signal that reads the future",                                         \
    "carry(x, onto) gives each month the newest figure known at its end.")                                  \
  X(rotation_signal, "RR677", "a signal that cannot be computed",                                           \
    "See docs/study-file.md for what a signal takes, and how much history it needs.")                       \
  X(rotation_no_variation, "RR678", "a signal that is the same for all sectors",                            \
    "Leave it out, or check its formulas.")                                                                 \
  X(rotation_weights, "RR679", "weights of signals that are not right",                                     \
    "Weights are finite and not negative, and at least one is above 0.")                                    \
  X(rotation_portfolio, "RR681", "a portfolio rule that is not right",                                      \
    "See docs/study-file.md, key `portfolio`, for what may stand there.")                                   \
  X(rotation_limits, "RR682", "limits that no portfolio meets",                                             \
    "Widen one of the limits that the message names.")                                                      \
  X(rotation_costs, "RR683", "trading costs that are not right",                                            \
    "Costs are in basis points of the value traded, 0 and up, and less than all of it.")                    \
  X(rotation_sample, "RR684", "too short a history for a backtest",                                         \
    "At least 12 months of returns must follow the first decision.")                                        \
  X(rotation_bankrupt, "RR685", "a portfolio that loses all it has",                                        \
    "Short less, or take the rule long-only.")                                                              \
  X(rotation_variants, "RR686", "variants that cannot be run",                                              \
    "Give fewer choices under `variants`, and only ones that the rotation can take.")                       \
  X(rotation_link, "RR687", "a section that the rotation cannot read",                                      \
    "Name the id of a [[fair_value]] or [[regimes]] section of the same study.")                            \
  X(lattice_too_large, "RR801", "more definitions than can be run",                                         \
    "Ask for an even sample: most = 10000 in the section's `multiverse`, or --max 10000. Or drop options.") \
  X(choice_range, "RR802", "a range that is not right",                                                     \
    "Write \"46 .. 50 by 0.5\", \"46, 46.5 .. 50\" or \"3m .. 24m by 3m\": from the first to the last.")    \
  X(choice_option, "RR803", "an option that there is not",                                                  \
    "`usual` is one of the options; `vary` names keys that the section reads.")                             \
  X(choice_options, "RR804", "options that are no choice",                                                  \
    "Give at least one option, none twice, and at most 10,000 to a choice.")                                \
  X(choice_own, "RR805", "the study's own definition contradicts itself",                                   \
    "The first option of every set (or its `usual`) is the study's own: together they must make sense.")    \
  X(lattice_none, "RR806", "no set of definitions",                                                         \
    "Give a choice of the section a set or a range, such as below = [48, 47.5, 47].")                       \
  X(lattice_no_number, "RR807", "no definition gives the number",                                           \
    "Look at what the definitions have in common: dates, series, rules that never fire.")                   \
  X(lattice_file, "RR808", "a file of definitions that cannot be gone on with",                             \
    "It was written for another study, another date or other options: choose another file.")                \
  X(multiverse_setting, "RR809", "a setting of the multiverse that is not right",                           \
    "multiverse = { most = 10000, lead = \"mean\", alpha = 0.05 }")                                         \
  X(claim_name, "RR811", "a claim about a number that the section does not have",                           \
    "Claim one of the section's numbers or sets; the message lists them.")                                  \
  X(claim_value, "RR812", "a claimed value that cannot be compared",                                        \
    "Write numbers plainly (32.2), sets as lists of texts, tolerances as numbers that are not negative.")   \
  X(claim_empty, "RR813", "a claim without a figure", "For example claim = { episodes = 12, led = 10 }.")   \
  X(claims_none, "RR814", "no claim to judge",                                                              \
    "Add claim = { episodes = 12, led = 10 } to a section; rerate help study-file has the rules.")          \
  X(command_line, "RR901", "the command line is not right", "rerate --help shows the commands.")            \
  X(output_lost, "RR902", "standard output cannot be written",                                              \
    "Check where the output goes. Files that the command wrote are whole.")

enum class ErrorCode {
#define RERATE_ENUM(symbol, code, title, remedy) symbol,
  RERATE_ERROR_CODES(RERATE_ENUM)
#undef RERATE_ENUM
};

struct ErrorDescription {
  std::string_view symbol, code, title, remedy;
};

inline constexpr ErrorDescription kErrorDescriptions[] = {
#define RERATE_DESCRIBE(symbol, code, title, remedy) {#symbol, code, title, remedy},
    RERATE_ERROR_CODES(RERATE_DESCRIBE)
#undef RERATE_DESCRIBE
};

constexpr const ErrorDescription& describe(ErrorCode code) {
  return kErrorDescriptions[static_cast<int>(code)];
}

}  // namespace rerate
