// Any bytes are a table or are refused with their place, and it does not matter in which pieces they arrive.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "rerate/sources/table_layout.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

namespace {

ManifestSeries column(const std::string& name, Kind kind) {
  ManifestSeries series;
  series.entry.id = "fuzz." + name;
  series.entry.type = {Frequency::monthly, kind, "percent"};
  series.entry.valid_low = -std::numeric_limits<double>::infinity();
  series.entry.valid_high = 100;
  series.column = name;
  return series;
}

ManifestTable table_with(const std::string& known_at_column) {
  ManifestTable table;
  table.file = "table.csv";
  table.known_at_column = known_at_column;
  table.series = {column("gs10", Kind::rate), column("tb3ms", Kind::rate)};
  return table;
}

ByteSource in_pieces(std::string_view text, std::size_t piece) {
  return [text, piece](std::span<char> room) mutable {
    const auto count = std::min({text.size(), room.size(), piece});
    std::copy_n(text.begin(), count, room.begin());
    text.remove_prefix(count);
    return count;
  };
}

// The message of the refusal, or the figures, as text that two readings can be compared by.
std::string outcome(const ManifestTable& table, const ByteSource& bytes) {
  std::string told;
  try {
    CsvReader reader("table.csv", bytes);
    const auto batches = read_columns_layout(
        table, [&](auto columns, const RowReader& row) { read_csv_table(reader, columns, row); });
    for (const auto& batch : batches)
      for (const auto& [ordinal, known_at, value] : batch.observations) {
        FUZZ_CHECK(!(value > batch.entry.valid_high));
        told += std::to_string(ordinal) + ' ' + to_string(known_at) + ' ' + std::to_string(value) + '\n';
      }
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "table.csv");
    told += error.what();
  }
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ManifestTable plain = table_with(""), vintages = table_with("known_at");
  const auto text = as_text(data, size);
  FUZZ_CHECK(outcome(plain, text_bytes(text)) == outcome(plain, in_pieces(text, 3)));
  outcome(vintages, text_bytes(text));
  return 0;
}
