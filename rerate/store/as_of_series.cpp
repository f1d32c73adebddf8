#include "rerate/store/as_of_series.h"

#include <bit>
#include <cmath>
#include <limits>

#include "rerate/base/sha256.h"

namespace rerate {
namespace {

static_assert(std::endian::native == std::endian::little, "content_sha256 hashes memory as it lies");

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The holes before `ordinal` in a regular grid.
void fill_to(std::int32_t ordinal, Series& series) {
  for (auto next = series.ordinal.back() + 1; next < ordinal; ++next)
    series.append(next, kMissing, kAlwaysKnown);
}

void append_period(const Observation& visible, Series& series) {
  const bool missing = std::isnan(visible.value);
  if (missing && series.empty()) return;
  if (!series.empty() && is_regular(series.type.frequency)) fill_to(visible.ordinal, series);
  if (missing)
    series.append(visible.ordinal, kMissing, kAlwaysKnown);
  else
    series.append(visible.ordinal, visible.value, visible.known_at);
}

void trim_end(Series& series) {
  while (!series.empty() && std::isnan(series.value.back())) {
    series.ordinal.pop_back();
    series.value.pop_back();
    series.known_at.pop_back();
  }
}

}  // namespace

Series series_as_of(const SeriesType& type, const std::string& name,
                    std::span<const Observation> observations, Date as_of) {
  Series series{type, name, {}, {}, {}};
  series.reserve(observations.size());
  const Observation* visible = nullptr;
  for (const auto& one : observations) {
    if (visible != nullptr && visible->ordinal != one.ordinal) {
      append_period(*visible, series);
      visible = nullptr;
    }
    if (one.known_at <= as_of) visible = &one;
  }
  if (visible != nullptr) append_period(*visible, series);
  trim_end(series);
  return series;
}

std::string content_sha256(const Series& series) {
  Sha256 digest;
  digest.add(std::as_bytes(std::span(series.ordinal)));
  digest.add(std::as_bytes(std::span(series.value)));
  digest.add(std::as_bytes(std::span(series.known_at)));
  return digest.finish();
}

}  // namespace rerate
