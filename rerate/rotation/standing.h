#pragma once

#include <optional>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/rotation/rotation.h"

namespace rerate {

// Where the sectors stand at the end of one month, and how sure that is.
struct SectorStanding {
  Index sector = 0;
  double score = 0;
  int rank = 0;                    // 1: best
  std::optional<int> rank_before;  // a month earlier; nothing for one that had no score
  std::vector<double>
      contribution;  // by signal: weight times standing over the sum of |weights| read; they add up to the score
  std::vector<double> figure;  // by signal: raw
  double weight = 0;           // target weight now; 0: not held
  // Share of draws, in which the months behind the signals are drawn anew in blocks (the same for all sectors), with this sector
  // among the best k, and among the worst k; and the 5% to 95% range of its rank. Learned weights stay as they are. NaN
  // without draws in which it has a score.
  double among_best = 0, among_worst = 0;
  double rank_low = 0, rank_high = 0;
};
struct StandingSettings {
  int k = 3;
  int draws = 1000;
  double block_length = 6;
};
// Sectors with a score in month m, best first; equal scores in the order of the study.
std::vector<Index> sectors_by_score(const RotationRun& run, Index m);
// Where each of them stands. Nothing later than month m is read.
//
// Each signal is drawn from the months it reads itself (redrawn_signal.h), all by the same draw: what would the rank have been, had
// single months of that past been others? A figure, and a return of one month, stay what they are.
// O(draws S window N), with histories O(draws S M N); the same bits for any number of threads. Throws what the signals do.
std::vector<SectorStanding> sector_standings(const SectorPanel& panel, const RotationDefinition& definition,
                                             const RotationRun& run, Index m,
                                             const StandingSettings& settings, const RandomStream& random);

}  // namespace rerate
