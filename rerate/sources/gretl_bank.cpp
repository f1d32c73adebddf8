#include "rerate/sources/gretl_bank.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/file.h"
#include "rerate/base/number_text.h"
#include "rerate/base/parallel.h"
#include "rerate/base/sha256.h"

namespace rerate {
namespace {

constexpr float kMissing = -999.0F;
constexpr std::size_t kMostIndexBytes = std::size_t{64} << 20;

float little_endian_float(const char* bytes) {
  std::uint32_t bits = 0;
  for (int i = 3; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  return std::bit_cast<float>(bits);
}

// The double that the shortest decimal text of a float names: 4.09 for 4.09f, not 4.0900001525878906.
double widened(float value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return *parse_number({text, static_cast<std::size_t>(end - text)});
}

double figure_at(std::string_view values, std::size_t index, const Place& place) {
  const float value = little_endian_float(values.data() + index * sizeof(float));
  if (value == kMissing) return std::numeric_limits<double>::quiet_NaN();
  if (!std::isfinite(value))
    refuse(ErrorCode::bank_format, fmt::format("value {} of the .bin is not a number", index + 1),
           "The .bin does not belong to this .idx, or is damaged.", place);
  return widened(value);
}

std::int32_t next_ordinal(const BankSeries& series, std::int32_t ordinal) {
  if (series.frequency == Frequency::weekly) return ordinal + 7;
  ++ordinal;
  if (series.frequency != Frequency::daily) return ordinal;
  while (static_cast<int>(weekday(Date{ordinal})) >= static_cast<int>(series.days)) ++ordinal;
  return ordinal;
}

CatalogueEntry entry_of(const BankSeries& series, const std::string& family, const std::string& source) {
  CatalogueEntry entry;
  entry.id = family + "." + series.name;
  entry.title = series.title;
  // Percentages are taken for rates (of interest, unemployment, vacancy): the bank does not say more.
  entry.type = {series.frequency, series.unit == "percent" ? Kind::rate : Kind::level, series.unit};
  entry.valid_low = -std::numeric_limits<double>::infinity();
  entry.valid_high = std::numeric_limits<double>::infinity();
  entry.source = source;
  entry.licence = "as the publisher of each series says; not known to the bank";
  entry.redistribute = false;
  entry.note =
      "Latest vintage of the bank; dated at the period's end, which is earlier than it was published.";
  entry.pack = family;
  entry.grade = Grade::none;
  return entry;
}

SeriesBatch batch_of(const BankSeries& series, std::string_view values, std::size_t offset,
                     CatalogueEntry entry, const Place& place) {
  SeriesBatch batch{std::move(entry), {}};
  batch.observations.reserve(series.count);
  auto ordinal = series.first;
  for (std::size_t i = 0; i < series.count; ++i) {
    const Date known_at = last_day({series.frequency, ordinal});
    const double figure = figure_at(values, offset + i, place);
    if (i >= series.dated && !std::isnan(figure))
      refuse(ErrorCode::bank_format, fmt::format("series `{}` has figures after its last date", series.name),
             {}, place);
    batch.observations.push_back({ordinal, known_at, figure});
    ordinal = next_ordinal(series, ordinal);
  }
  return batch;
}

std::string read_values(const std::filesystem::path& index_file, const BankIndex& index) {
  auto file = index_file;
  file.replace_extension(".bin");
  const auto expected = index.values * sizeof(float);
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  const auto check_size = [&](std::size_t found) {
    if (found != expected)
      refuse(ErrorCode::bank_format,
             fmt::format("the .bin has {} bytes; the .idx describes {}", found, expected),
             "The two files do not belong together, or one is cut off.", Place{file.string()});
  };
  if (!error) check_size(size);
  auto values = read_file(file, expected);
  check_size(values.size());
  return values;
}

void check_family(const std::string& family) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  bool fine = !family.empty() && family.size() <= 40 && family[0] >= 'a' && family[0] <= 'z';
  for (const char c : family) fine = fine && allowed(c);
  if (!fine)
    refuse(ErrorCode::bank_format,
           fmt::format("`{}` cannot be the family of series ids", family.substr(0, 40)),
           "Use lower-case letters, digits and underscores, starting with a letter.");
}

}  // namespace

PackContents read_gretl_bank(const std::filesystem::path& index_file, const std::string& family) {
  check_family(family);
  const auto text = read_file(index_file, kMostIndexBytes);
  const auto index = parse_gretl_index(text, index_file.string());
  const auto values = read_values(index_file, index);
  Sha256 hash;
  hash.add(fmt::format("rerate gretl bank 1\n{} {}\n", family, text.size()));
  hash.add(text);
  hash.add(values);

  PackContents contents{family, hash.finish(), {}};
  contents.series.resize(index.series.size());
  std::vector<std::size_t> offsets{0};
  for (const auto& series : index.series) offsets.push_back(offsets.back() + series.count);
  const auto source = fmt::format("gretl databank {}{}{}", index_file.stem().string(),
                                  index.title.empty() ? "" : ": ", index.title);
  parallel_for(index.series.size(), [&](std::size_t i) {
    const auto& series = index.series[i];
    contents.series[i] = batch_of(series, values, offsets[i], entry_of(series, family, source),
                                  Place{index_file.string(), series.line});
  });
  return contents;
}

}  // namespace rerate
