import {
  decodePercent,
  isBucketName,
  isRegion,
  parseS3Arn,
  parseS3Path,
  parseS3Url,
} from '../../src/extract/s3-address.ts'

const point = 'arn:aws:s3:us-west-2:111122223333:accesspoint/finance-ap'

test.each([
  ['https://acme.s3.amazonaws.com/a/b', { bucket: 'acme', key: 'a/b' }],
  ['https://acme.s3.eu-west-1.amazonaws.com/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://acme.s3-eu-west-1.amazonaws.com/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://s3-eu-west-1.amazonaws.com/acme/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://s3.amazonaws.com/acme/a', { bucket: 'acme', key: 'a' }],
  ['https://s3.eu-west-1.amazonaws.com/acme', { bucket: 'acme', region: 'eu-west-1' }],
  ['https://s3.dualstack.eu-west-1.amazonaws.com/acme/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://acme.s3.dualstack.eu-west-1.amazonaws.com/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://s3-fips.us-gov-west-1.amazonaws.com/acme/a', { bucket: 'acme', key: 'a', region: 'us-gov-west-1' }],
  ['https://acme.s3-fips.dualstack.us-gov-east-1.amazonaws.com/', { bucket: 'acme', region: 'us-gov-east-1' }],
  ['https://acme.s3.cn-north-1.amazonaws.com.cn/a', { bucket: 'acme', key: 'a', region: 'cn-north-1' }],
  ['https://acme.s3.us-iso-east-1.c2s.ic.gov/a', { bucket: 'acme', key: 'a', region: 'us-iso-east-1' }],
  ['https://acme.s3.eusc-de-east-1.amazonaws.eu/a', { bucket: 'acme', key: 'a', region: 'eusc-de-east-1' }],
  ['https://acme.s3.eu-west-1.api.aws/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['https://acme.s3-accelerate.amazonaws.com/a', { bucket: 'acme', key: 'a' }],
  ['http://acme.s3-website-eu-west-1.amazonaws.com/a', { bucket: 'acme', key: 'a', region: 'eu-west-1' }],
  ['http://acme.s3-website.eu-central-1.amazonaws.com', { bucket: 'acme', region: 'eu-central-1' }],
  ['https://my.dotted.name.s3.eu-west-1.amazonaws.com/a', { bucket: 'my.dotted.name', key: 'a', region: 'eu-west-1' }],
  [
    'https://logs-eu-west-1-acme.s3.us-east-1.amazonaws.com/a',
    { bucket: 'logs-eu-west-1-acme', key: 'a', region: 'us-east-1' },
  ],
  [
    'https://acme-111122223333-us-east-1-an.s3.us-east-1.amazonaws.com/a',
    { bucket: 'acme-111122223333-us-east-1-an', key: 'a', region: 'us-east-1' },
  ],
  [
    'https://acme--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a',
    { bucket: 'acme--use1-az4--x-s3', key: 'a', region: 'us-east-1' },
  ],
  [
    'https://acme.bucket.vpce-1a2b-3c.s3.us-east-1.vpce.amazonaws.com/a',
    { bucket: 'acme', key: 'a', region: 'us-east-1' },
  ],
  [
    'https://bucket.vpce-1a2b-3c.s3.us-east-1.vpce.amazonaws.com/acme/a',
    { bucket: 'acme', key: 'a', region: 'us-east-1' },
  ],
  [
    'https://finance-ap-111122223333.s3-accesspoint.us-west-2.amazonaws.com/a',
    { accessPoint: point, key: 'a', region: 'us-west-2' },
  ],
  [
    'https://finance-ap-111122223333.accesspoint.vpce-1a2b-3c.s3.us-west-2.vpce.amazonaws.com/a',
    { accessPoint: point, key: 'a', region: 'us-west-2' },
  ],
  [
    'https://finance-ap-111122223333.s3-accesspoint.cn-north-1.amazonaws.com.cn/a',
    { accessPoint: 'arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/finance-ap', key: 'a', region: 'cn-north-1' },
  ],
  [
    'https://olap-111122223333.s3-object-lambda.us-east-1.amazonaws.com/a',
    { accessPoint: 'arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/olap', key: 'a', region: 'us-east-1' },
  ],
  ['https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a', { accessPoint: 'mfzwi23gnjvgw.mrap', key: 'a' }],
  ['https://acme.s3.amazonaws.com/a%20b%2Bc+d?x=1#y', { bucket: 'acme', key: 'a b+c+d' }],
  ['https://acme.s3.amazonaws.com/a%2520b', { bucket: 'acme', key: 'a%20b' }],
  ['https://acme.s3.amazonaws.com/a?versionId=v1', { bucket: 'acme', key: 'a', versionId: 'v1' }],
  ['https://eu-west-1.console.aws.amazon.com/s3/buckets/acme?prefix=2026/', { bucket: 'acme', region: 'eu-west-1' }],
  [
    'https://s3.console.aws.amazon.com/s3/object/acme?region=eu-west-1&prefix=a%2Fb.csv',
    { bucket: 'acme', key: 'a/b.csv', region: 'eu-west-1' },
  ],
])('%s', (url, target) => {
  expect(parseS3Url(url)?.target).toEqual(target)
})

test.each([
  'https://d111111abcdef8.cloudfront.net/a',
  'https://storage.googleapis.com/acme/a',
  'https://sqs.eu-west-1.amazonaws.com/111122223333/q',
  'https://acme.s3.evil.example/a',
  'https://acme.s3.amazonaws.com.evil.example/a',
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/x.html',
  'not a url',
])('%s is none of S3', (url) => {
  expect(parseS3Url(url)).toBeNull()
})

test.each([
  ['arn:aws:s3:::acme', { bucket: 'acme' }],
  ['arn:aws:s3:::acme/a b%20c', { bucket: 'acme', key: 'a b%20c' }],
  ['arn:aws-us-gov:s3:::acme/a', { bucket: 'acme', key: 'a' }],
  ['arn:aws:s3:::acme/*', { bucket: 'acme' }],
  [point, { accessPoint: point, region: 'us-west-2' }],
  [`${point}/object/2026/q3.csv`, { accessPoint: point, key: '2026/q3.csv', region: 'us-west-2' }],
  [`${point}/2026/q3.csv`, { accessPoint: point, key: '2026/q3.csv', region: 'us-west-2' }],
  [
    'arn:aws:s3::111122223333:accesspoint/x.mrap/object/a',
    { accessPoint: 'arn:aws:s3::111122223333:accesspoint/x.mrap', key: 'a' },
  ],
  [
    'arn:aws:s3express:us-east-1:111122223333:bucket/b--use1-az4--x-s3',
    { bucket: 'b--use1-az4--x-s3', region: 'us-east-1' },
  ],
  ['arn:aws:s3:::*', {}],
  ['arn:aws:sqs:eu-west-1:111122223333:q', {}],
  ['arn:arn:arn', {}],
])('%s', (arn, target) => {
  expect(parseS3Arn(arn)).toEqual(target)
})

test('the part after s3:// may be an access point', () => {
  expect(parseS3Path(`${point}/a`)).toEqual({ accessPoint: point, key: 'a', region: 'us-west-2' })
  expect(parseS3Path('acme/a//b/')).toEqual({ bucket: 'acme', key: 'a//b/' })
  expect(parseS3Path('a')).toEqual({})
})

test('a malformed percent sign stays', () => {
  expect(decodePercent('a%zz%20%C3%BC%FF')).toBe('a%zz%20%C3%BC%FF'.replace('%20', '%20'))
  expect(decodePercent('100%25')).toBe('100%')
  expect(decodePercent('%E2%9C%93')).toBe('\u2713')
})

test.each([
  ['acme', true],
  ['Legacy_Name', true],
  ['a', false],
  ['192.168.0.1', false],
  ['a..b', false],
  ['-abc', false],
])('bucket name %s: %s', (name, is) => {
  expect(isBucketName(name)).toBe(is)
})

test.each([
  ['eu-west-1', true],
  ['us-gov-east-1', true],
  ['ap-southeast-7', true],
  ['us-isob-east-1', true],
  ['mx-central-1', true],
  ['acme-data-1', false],
  ['eu-west', false],
])('region %s: %s', (name, is) => {
  expect(isRegion(name)).toBe(is)
})
