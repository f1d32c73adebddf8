#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/period.h"
#include "rerate/store/store_import.h"

namespace rerate {

// The days of a gretl daily series: 5 to 7 of each week, from Monday.
enum class BankDays : std::uint8_t { every_day = 7, monday_to_saturday = 6, business_days = 5 };

// Two lines of a databank's index:
//   indpro  Industrial Production: Total Index, 2017=100, SA
//   M  1919.01 - 2022.09  n = 1245
// Frequency letters: A annual ("1984"), Q quarterly ("1990.1"), M monthly ("1992.01"), W weekly, B S D
// daily with 5, 6 or 7 days a week ("1990-01-31"). ':' may stand for '.', and '/' for '-'.
struct BankSeries {
  std::string name;
  std::string title;
  std::string unit;  // "percent", or as the bank writes it: "2017=100"
  Frequency frequency;
  BankDays days = BankDays::every_day;
  std::int32_t first;  // ordinal of the first period
  std::size_t count;   // n: its values in the .bin
  std::size_t dated;   // how many of them lie in its span; the others are padding, and missing
  int line;            // of its name, in the index
};

struct BankIndex {
  std::string title;  // of the bank, from a first line that starts with '#'
  std::vector<BankSeries> series;
  std::size_t values = 0;  // over all series
};

// `file` is named in messages. Throws UserError bank_format with line and column.
BankIndex parse_gretl_index(std::string_view text, const std::string& file);

// Reads a gretl databank: `name.idx` (text: two lines a series) and `name.bin` (float32, little endian,
// all series one after another; -999 is missing). Series ids become FAMILY.name with FAMILY = `family`.
// float32 figures are widened through their shortest decimal text (4.09f becomes 4.09), so that they
// equal the figure the publisher printed. Nothing is lost: a missing figure is an observation of NaN, and
// there are as many observations as the .bin has values. A bank has no dates of knowledge: figures
// are dated at their period's end (grade none).
// Throws UserError bank_format with file and line, file_missing, file_unreadable.
PackContents read_gretl_bank(const std::filesystem::path& index_file, const std::string& family);

}  // namespace rerate
