#pragma once

#include <vector>

#include "rerate/mixtures/points.h"

namespace rerate {

// Components of a Gaussian mixture as the E-step wants them: `whitening` is the lower triangle W, by rows, of L^-1 with L L' the
// covariance, and `height` = weight / sqrt(det covariance), but for (2 pi)^(-d/2).
struct WhitenedComponent {
  std::vector<double> mean;       // d
  std::vector<double> whitening;  // d (d + 1) / 2
  double height = 0;
};

// Sums over points of P(component | point), and of its products with x - mean and with the lower triangle of
// (x - mean)(x - mean)', by component one after the other; four partial sums each.
struct MixtureMoments {
  MixtureMoments(Index components, Index dimensions);
  std::vector<LaneBlock> weight, deviation, product;
  LaneProduct likelihood;  // of all points, times e^shift (2 pi)^(-n d / 2)
  Lanes shift;
};

// Memberships of the points of one block go to `membership` (k blocks a block), which may be null.
void collect_moments(const PointBlocks& points, const std::vector<WhitenedComponent>& components,
                     MixtureMoments& moments, LaneBlock* membership);

}  // namespace rerate
