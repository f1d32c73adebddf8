#include "rerate/models/credit_sectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/models/estimation_sample.h"
#include "rerate/statistics/expanding_standing.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kChange = 3, kChecked = 12;  // months

struct Pair {
  SpreadHistory sector, index;  // on the periods that both have
};

void push(SpreadHistory& to, const SpreadHistory& from, std::size_t i) {
  to.ordinal.push_back(from.ordinal[i]);
  to.value.push_back(from.value[i]);
  to.day.push_back(from.day[i]);
  to.known.push_back(from.known[i]);
}

Pair common(const SpreadHistory& sector, const SpreadHistory& index) {
  Pair pair;
  pair.sector.frequency = pair.index.frequency = index.frequency;
  pair.sector.name = sector.name;
  pair.index.name = index.name;
  for (std::size_t i = 0, j = 0; i < sector.size() && j < index.size();) {
    if (sector.ordinal[i] < index.ordinal[j]) {
      ++i;
    } else if (index.ordinal[j] < sector.ordinal[i]) {
      ++j;
    } else {
      push(pair.sector, sector, i++);
      push(pair.index, index, j++);
    }
  }
  return pair;
}

Pair with_index(const SpreadHistory& index, const CreditSector& sector) {
  if (sector.spread->type.frequency != index.frequency)
    refuse(ErrorCode::credit_sector,
           fmt::format("the sector `{}` is {}, the index `{}` is {}", sector.name,
                       to_string(sector.spread->type.frequency), index.name, to_string(index.frequency)),
           {}, sector.place);
  auto pair = common(spread_history(*sector.spread, sector.place), index);
  if (pair.sector.size() == 0)
    refuse(
        ErrorCode::credit_sector,
        fmt::format("the sector `{}` has no period in common with the index `{}`", sector.name, index.name),
        {}, sector.place);
  check_spread_history(pair.sector, fmt::format("sector `{}`", sector.name), sector.place);
  return pair;
}

double z_at(const SpreadHistory& history, std::size_t i) {
  return robust_z(history.value[i], history.up_to(i));
}

double apart_at(const Pair& pair, std::size_t i) { return z_at(pair.sector, i) - z_at(pair.index, i); }

SectorReading read(const Pair& pair, std::size_t place, double threshold) {
  const auto now = pair.sector.size() - 1;
  SectorReading reading;
  reading.sector = place;
  reading.at = pair.sector.period(now);
  reading.spread = pair.sector.value[now];
  reading.percentile = percentile_among(reading.spread, pair.sector.value);
  reading.z = z_at(pair.sector, now);
  reading.index_z = z_at(pair.index, now);
  reading.apart = reading.z - reading.index_z;
  const auto before = months_before(pair.sector, now, kChange);
  reading.before = before ? apart_at(pair, *before) : kMissing;
  reading.rising = reading.apart > threshold && reading.change() > 0;
  return reading;
}

// The last common figure of each month of the last year, on the periods that the index and all sectors have.
std::vector<SectorSum::Gap> gaps(const SpreadHistory& index, const std::vector<SpreadHistory>& sectors,
                                 const std::vector<double>& shares) {
  SpreadHistory sum;
  sum.frequency = index.frequency;
  std::vector<double> gap;
  for (std::size_t i = 0; i < index.size(); ++i) {
    double mean = 0;
    for (std::size_t s = 0; s < sectors.size(); ++s) {
      const auto& ordinals = sectors[s].ordinal;
      const auto found = std::lower_bound(ordinals.begin(), ordinals.end(), index.ordinal[i]);
      const bool there = found != ordinals.end() && *found == index.ordinal[i];
      mean +=
          there ? shares[s] * sectors[s].value[static_cast<std::size_t>(found - ordinals.begin())] : kMissing;
    }
    if (std::isnan(mean)) continue;
    push(sum, index, i);
    gap.push_back(mean - index.value[i]);
  }
  std::vector<SectorSum::Gap> found;
  const auto ends = month_ends(sum);
  for (const auto end : ends)
    if (months_spanned(sum, end, ends.back()) <= kChecked) found.push_back({sum.period(end), gap[end]});
  return found;
}

}  // namespace

std::vector<SectorSum::Gap> SectorSum::beyond() const {
  std::vector<Gap> found;
  for (const auto& one : gaps)
    if (std::fabs(one.gap) > tolerance) found.push_back(one);
  return found;
}

std::vector<SectorReading> read_sectors(const SpreadHistory& index, const std::vector<CreditSector>& sectors,
                                        double threshold) {
  std::vector<SectorReading> readings;
  for (std::size_t i = 0; i < sectors.size(); ++i)
    readings.push_back(
        at_place(sectors[i].place, [&] { return read(with_index(index, sectors[i]), i, threshold); }));
  std::stable_sort(readings.begin(), readings.end(), [](const auto& a, const auto& b) {
    if (std::isnan(a.apart) || std::isnan(b.apart)) return !std::isnan(a.apart) && std::isnan(b.apart);
    return a.apart > b.apart;
  });
  return readings;
}

std::vector<double> shares_of_weights(const std::vector<CreditSector>& sectors, const Place& place) {
  double sum = 0;
  for (const auto& sector : sectors) {
    const double weight = sector.weight.value_or(kMissing);
    if (!(weight > 0) || !std::isfinite(weight))
      refuse(
          ErrorCode::credit_weights,
          fmt::format("the weight of the sector `{}` must be above 0, not {}", sector.name, shortest(weight)),
          {}, place);
    sum += weight;
  }
  const double whole = std::fabs(sum - 1) <= kWeightTolerance ? 1 : 100;
  if (std::fabs(sum / whole - 1) > kWeightTolerance)
    refuse(ErrorCode::credit_weights,
           fmt::format("the weights of the {} sectors add up to {:.6g}, neither to 1 nor to 100",
                       sectors.size(), sum),
           {}, place);
  std::vector<double> shares;
  for (const auto& sector : sectors) shares.push_back(*sector.weight / sum);
  return shares;
}

SectorSum add_up(const SpreadHistory& index, const std::vector<CreditSector>& sectors, double tolerance,
                 const Place& place) {
  const auto shares = shares_of_weights(sectors, place);
  std::vector<SpreadHistory> histories;
  for (const auto& sector : sectors) histories.push_back(spread_history(*sector.spread, sector.place));
  return {gaps(index, histories, shares), tolerance};
}

}  // namespace rerate
