#include "rerate/mixtures/mixture_lanes.h"

#include <algorithm>

#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

#define RERATE_INLINE [[gnu::always_inline]] inline

// What one block of points is worked on with; nothing in it outlives the block.
struct Scratch {
  Scratch(std::size_t components, std::size_t dimensions)
      : deviation(components * dimensions), half(components), density(components) {}
  std::vector<LaneBlock> deviation, half, density;
};

// x - mean, and half the squared length of W (x - mean).
RERATE_INLINE void whiten(const LaneBlock* at, const WhitenedComponent& component, Index dimensions,
                          LaneBlock* deviation, Lanes& half) {
  const double* mean = component.mean.data();
  const double* row = component.whitening.data();
  Lanes sum = {};
  for (Index i = 0; i < dimensions; ++i) {
    deviation[i].lanes = at[i].lanes - mean[i];
    Lanes whitened = {};
    for (Index j = 0; j <= i; ++j) whitened += *row++ * deviation[j].lanes;
    sum += whitened * whitened;
  }
  half = 0.5 * sum;
}

// Densities become memberships: relative to the nearest component's, so that their sum cannot vanish.
RERATE_INLINE void share_out(const std::vector<WhitenedComponent>& components, const Lanes& within,
                             Scratch& scratch, MixtureMoments& moments) {
  const std::size_t count = components.size();
  Lanes least = scratch.half[0].lanes, sum = {};
  for (std::size_t c = 1; c < count; ++c)
    least = scratch.half[c].lanes < least ? scratch.half[c].lanes : least;
  for (std::size_t c = 0; c < count; ++c) {
    Lanes density;
    const Lanes further = scratch.half[c].lanes - least;
    exp_of_negative(further, density);
    scratch.density[c].lanes = density * components[c].height;
    sum += scratch.density[c].lanes;
  }
  const Lanes inverse = within / sum;
  for (std::size_t c = 0; c < count; ++c) scratch.density[c].lanes *= inverse;
  const Lanes counted = within > 0 ? sum : within + 1;
  moments.likelihood.multiply(counted);
  moments.shift -= within * least;
}

RERATE_INLINE void add_products(const LaneBlock* deviation, const Lanes& share, Index dimensions,
                                LaneBlock* sums, LaneBlock* products) {
  for (Index i = 0; i < dimensions; ++i) {
    const Lanes weighted = share * deviation[i].lanes;
    sums[i].lanes += weighted;
    for (Index j = 0; j <= i; ++j) (products++)->lanes += weighted * deviation[j].lanes;
  }
}

}  // namespace

MixtureMoments::MixtureMoments(Index components, Index dimensions)
    : weight(static_cast<std::size_t>(components)),
      deviation(static_cast<std::size_t>(components * dimensions)),
      product(static_cast<std::size_t>(components * dimensions * (dimensions + 1) / 2)),
      shift{} {}

RERATE_VECTOR_CLONES void collect_moments(const PointBlocks& points,
                                          const std::vector<WhitenedComponent>& components,
                                          MixtureMoments& moments, LaneBlock* membership) {
  const Index dimensions = points.dimensions, triangle = dimensions * (dimensions + 1) / 2;
  const auto count = static_cast<Index>(components.size());
  Scratch scratch(components.size(), static_cast<std::size_t>(dimensions));
  moments = MixtureMoments(count, dimensions);
  for (Index b = 0; b < points.blocks; ++b) {
    Lanes within;
    points.within(b, within);
    for (Index c = 0; c < count; ++c)
      whiten(points.block(b), components[static_cast<std::size_t>(c)], dimensions,
             scratch.deviation.data() + c * dimensions, scratch.half[static_cast<std::size_t>(c)].lanes);
    share_out(components, within, scratch, moments);
    for (Index c = 0; c < count; ++c) {
      const Lanes& share = scratch.density[static_cast<std::size_t>(c)].lanes;
      moments.weight[static_cast<std::size_t>(c)].lanes += share;
      add_products(scratch.deviation.data() + c * dimensions, share, dimensions,
                   moments.deviation.data() + c * dimensions, moments.product.data() + c * triangle);
    }
    if (membership) membership = std::copy(scratch.density.begin(), scratch.density.end(), membership);
  }
}

}  // namespace rerate
