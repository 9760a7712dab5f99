import type { Chapter } from './types';

const tex = String.raw;

const SAME_START =
  'where it started, on which it depends: weight decay alone moves it, without anything being learned.';

/** What D_LR is compared with. */
export const RIVALS: Chapter = {
  id: 'rivals',
  title: 'What it is compared with',
  entries: [
    {
      id: 's-init',
      title: 'Similarity to the start, S_init',
      text: [
        'Centred linear CKA of the features of the same inputs at step 0 and now; 1 where nothing moved.',
      ],
      formulas: [tex`S_{\mathrm{init}} = \mathrm{CKA}(F_0, F_t)`],
      source: 'Linear CKA of Kornblith et al., arXiv 1905.00414, here of two moments of one network.',
      fooledBy: SAME_START,
      undefinedWhen: 'the features do not vary, now or at step 0.',
    },
    {
      id: 'kernel-distance',
      title: 'Kernel distance',
      text: [
        tex`One minus the cosine of the feature kernels $K = \Phi \Phi^{\top}$ at step 0 and now, uncentred.`,
      ],
      formulas: [tex`1 - \frac{\langle K_t, K_0 \rangle}{\lVert K_t \rVert\, \lVert K_0 \rVert}`],
      source: 'In common use for how far a network has left its start; we name no single source.',
      fooledBy: SAME_START,
      undefinedWhen: 'all features are zero, now or at step 0.',
    },
    {
      id: 'parameters',
      title: 'Size and way of the weights',
      text: [
        tex`The squared norm of all trained weights, and how far they have come relative to where they began.`,
      ],
      formulas: [
        tex`\lVert \theta \rVert^2, \qquad \lVert \theta - \theta_0 \rVert \big/ \lVert \theta_0 \rVert`,
      ],
      source: 'In common use; we name no single source.',
      choices: ['All parameters that are trained count, biases too.'],
      fooledBy:
        'its being a correlate only. Weights can go far and leave the features as they were, and the reverse.',
    },
    {
      id: 'target-alignment',
      title: 'Target alignment',
      text: ['Centred linear CKA of the features and the targets, one-hot labels for classes.'],
      formulas: [tex`\mathrm{CKA}(F, Y^*)`],
      source: 'Linear CKA of Kornblith et al., arXiv 1905.00414, with the targets on one side.',
      fooledBy: 'performance, which it mixes in: it rises as a network becomes right, rich or not.',
      undefinedWhen: 'features or targets do not vary.',
    },
    {
      id: 'tangent-kernel',
      title: 'Change of the tangent kernel',
      text: [
        tex`The reference for “lazy”: training is lazy where the tangent kernel stays as it was. One minus centred CKA of the kernels at step 0 and now.`,
      ],
      formulas: [
        tex`\Theta_{ij} = \sum_c \Bigl\langle \frac{\partial \hat f_c(x_i)}{\partial \theta}, \frac{\partial \hat f_c(x_j)}{\partial \theta} \Bigr\rangle`,
        tex`1 - \mathrm{CKA}(\Theta_0, \Theta_t)`,
      ],
      source: 'Jacot et al., arXiv 1806.07572.',
      choices: [
        'On 48 probe inputs, for networks of up to 100,000 trained parameters, seldom, and only where it is switched on: it takes one backward pass for each input and output.',
        'Batch norms take their running statistics as constants.',
      ],
      fooledBy: 'its cost: on few inputs it is a rough value.',
    },
    {
      id: 'fourier',
      title: 'Frequencies of an embedding',
      text: [
        tex`For modular arithmetic: the first layer picks a row $E_a$ for each number $a$, of which sums have $n = p$. The discrete Fourier transform of each unit $j$ over them, $k$ and $n - k$ taken together, tells how the network lays the numbers around a circle. Its power is summed over the units.`,
        tex`How many frequencies there are is the participation ratio of those from $k = 1$; of a unit, the same of that unit alone, as a mean of the units by their power.`,
      ],
      formulas: [
        tex`P_{kj} = \frac1n \Bigl| \sum_a E_{aj}\, e^{-2 \pi i k a / n} \Bigr|^2, \qquad \frac{\sum_j P_{kj}}{\sum_{k, j} P_{kj}}`,
        tex`\Bigl( \sum_{k \ge 1} P_k \Bigr)^2 \Big/ \sum_{k \ge 1} P_k^2`,
      ],
      source:
        'Nanda et al., arXiv 2301.05217, for a transformer, and Gromov, arXiv 2301.02679, for a quadratic network, in which each unit comes to have one frequency.',
      choices: [
        tex`Products are sums of logarithms: for multiplication and division the numbers 1 to $p - 1$ stand in the order $g^0, g^1, \dots$ of the powers of the least primitive root $g$, so that $n = p - 1$; 0 is left out.`,
        'A network whose first layer is dense has an embedding for each of the two numbers, a transformer one for both. In the number of frequencies both count, by their power.',
      ],
      fooledBy: 'being about the weights alone: a frequency may be there and not be used.',
      undefinedWhen: 'the embedding is zero, or the modulus of a product is not prime.',
    },
  ],
};

/** The rich extreme. */
export const COLLAPSE: Chapter = {
  id: 'collapse',
  title: 'Neural collapse',
  entries: [
    {
      id: 'nc1',
      title: 'NC1: spread within classes',
      text: [
        tex`The covariance within classes $\Sigma_W$ against that between the class means $\Sigma_B$. If $T$ is a $T_{\mathrm{MP}}$, NC1 and NC2 are 0: neural collapse is the rich extreme.`,
      ],
      formulas: [tex`\mathrm{NC1} = \tfrac1C\, \mathrm{Tr}\bigl( \Sigma_W\, \Sigma_B^{+} \bigr)`],
      source: 'Papyan, Han and Donoho, arXiv 2008.08186.',
      choices: [
        tex`The pseudo-inverse has rank $C - 1$ at most. Class means are those of the classes present, each counting once, and $C$ is their number.`,
      ],
      fooledBy:
        'scale and labels: it has no upper bound, needs labels, and one short direction between means is enough to make it large.',
      undefinedWhen: 'fewer than two classes are present, their means coincide, or there are no labels.',
    },
    {
      id: 'nc2',
      title: 'NC2: lengths and angles of the class means',
      text: [
        tex`With the centred class means $m_a$: how unequal their lengths are, and how far their angles are from those of a simplex.`,
      ],
      formulas: [
        tex`\mathrm{std}_a \lVert m_a \rVert \,\big/\, \mathrm{mean}_a \lVert m_a \rVert`,
        tex`\mathrm{mean}_{a \ne b} \Bigl| \cos(m_a, m_b) + \tfrac{1}{C-1} \Bigr|`,
      ],
      source: 'Papyan, Han and Donoho, arXiv 2008.08186.',
      undefinedWhen: 'as NC1; the angles also where a mean has no length.',
    },
    {
      id: 'nc3',
      title: 'NC3: last layer and class means',
      text: [
        tex`How far the weights of the last layer are from the class means $M$, both scaled to length 1.`,
      ],
      formulas: [tex`\Bigl\lVert \frac{W}{\lVert W \rVert} - \frac{M}{\lVert M \rVert} \Bigr\rVert^2`],
      source: 'Papyan, Han and Donoho, arXiv 2008.08186.',
      undefinedWhen: 'a class is absent from the probe, or the last layer is zero.',
    },
    {
      id: 'nc4',
      title: 'NC4: nearest class mean',
      text: ['The share of inputs whose nearest class mean is another class than their largest output.'],
      source: 'Papyan, Han and Donoho, arXiv 2008.08186.',
      choices: ['The distances are those between features, and the means those of the same probe.'],
    },
    {
      id: 'plane',
      title: 'The plane of three class means',
      text: [
        'Three classes, seen in the plane through their means, the mean of the means in the middle. The first mean is turned to the top, the second to its right. The dotted triangle is where the means of a collapsed network would be.',
      ],
      choices: [
        'The unit is such that the three centred means have a mean square length of 1; so the picture shows shape and spread, not size.',
      ],
    },
  ],
};
