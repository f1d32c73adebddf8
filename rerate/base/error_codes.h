#pragma once

#include <string_view>

namespace rerate {

// The one list of everything a user can be told off for: symbol, code, title, and what to do.
// `rerate help errors` and docs/errors.md are made from it. Codes are never reused.
//   RR1xx files and text   RR2xx store, packs, catalogue   RR3xx formulas   RR4xx study files
//   RR5xx events and statistics   RR6xx models   RR7xx publishing   RR9xx command line
#define RERATE_ERROR_CODES(X)                                                                             \
  X(file_missing, "RR101", "file not found",                                                              \
    "Check the path; it is read relative to the folder you run in, or to the file that names it.")        \
  X(file_unreadable, "RR102", "file cannot be read", "Check that it is a file and that you may read it.") \
  X(file_unwritable, "RR103", "file or folder cannot be written",                                         \
    "Choose a folder you may write to with --out, or free some space. Nothing was changed.")              \
  X(file_empty, "RR104", "file is empty", "Give a file with a header row and at least one value.")        \
  X(line_too_long, "RR105", "line too long",                                                              \
    "A data line holds at most 1 MiB. Is the file really a table with line breaks?")                      \
  X(csv_header, "RR110", "wrong header",                                                                  \
    "The first row names the columns that the pack's series.toml reads.")                                 \
  X(csv_row, "RR111", "malformed row", "Every row has as many cells as the header.")                      \
  X(csv_number, "RR112", "not a number",                                                                  \
    "Write plain decimal numbers; leave the cell empty when there is no figure.")                         \
  X(csv_date, "RR113", "not a date of this frequency",                                                    \
    "Write 2025-05-30, or 2025-05 for months, 2025Q2 for quarters, 2025 for years.")                      \
  X(csv_order, "RR114", "dates out of order or repeated",                                                 \
    "Sort rows by date and keep one row per date (and per known_at, where there is one).")                \
  X(value_range, "RR115", "value outside the valid range",                                                \
    "Either the figure is wrong, or valid_low / valid_high in series.toml are.")                          \
  X(store_missing, "RR201", "no store yet", "Import a pack first: rerate data import DIR.")               \
  X(store_unusable, "RR202", "the store cannot be opened",                                                \
    "It was written by another version or is damaged: move it away and import the packs again.")          \
  X(store_busy, "RR203", "another import is running", "Wait for it to end, then try again.")              \
  X(pack_missing, "RR210", "pack not found",                                                              \
    "Give its folder: --pack NAME=DIR, where DIR has a series.toml.")                                     \
  X(pack_manifest, "RR211", "series.toml is not right", "See docs/packs.md for its fields.")              \
  X(pack_conflict, "RR212", "two packs define the same series",                                           \
    "Series ids are unique over all packs: rename one of them.")                                          \
  X(pack_data_absent, "RR213", "the pack's data are not here",                                            \
    "Point to the folder that holds them: --pack NAME=DIR.")                                              \
  X(release_rule, "RR214", "release rule not understood",                                                 \
    "Examples: \"+16d\", \"first Friday +1m\", \"third Thursday\", \"last business day +1d\".")           \
  X(bank_format, "RR215", "not a gretl databank", "Give the .idx file; its .bin stands beside it.")       \
  X(unknown_series, "RR220", "unknown series", "rerate data list shows what there is.")

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
